import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * Wants mpirun, and a quiet machine of at least two cores; prints, and asserts nothing.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const mpiOptions = {
  name: 'mpi-options',
  alone: true,
  title: 'What the options of mpi do to accuracy, bytes and time; writes docs/measurements/distributed-options.md',
  onRequest: true,
  run: async () => {
    const page = join(root, 'docs', 'measurements', 'distributed-options.md');
    const program = join(root, 'benchmarks', 'dist', 'experiments', 'distributed-options.js');
    const outcome = await verdict(process.execPath, [program, page]);
    await attempt('biome', ['format', '--write', page], { cwd: root });
    return outcome;
  },
};
