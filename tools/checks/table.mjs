import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * Needs a Python with scikit-learn and pandas, named by `PYTHON`; ten minutes.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const table = {
  name: 'table',
  alone: true,
  title:
    'The command `table` is within the noise of scikit-learn, tuned as long, on five tables; writes docs/measurements/table.md',
  onRequest: true,
  run: async () => {
    const page = join(root, 'docs', 'measurements', 'table.md');
    const outcome = await verdict(process.execPath, [
      join(root, 'benchmarks', 'dist', 'experiments', 'table.js'),
      page,
    ]);
    await attempt('biome', ['format', '--write', page], { cwd: root });
    return outcome;
  },
};
