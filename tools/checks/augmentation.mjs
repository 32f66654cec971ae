import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `NEURITE_PETS=folder` has it train on photographs, too: with folders `train` and `test`, and in each of these one for each
 * class.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const augmentation = {
  name: 'augmentation',
  alone: true,
  title:
    'Augmentation beats none on 500 digits by a point, and on photographs; writes docs/measurements/augmentation.md',
  onRequest: true,
  run: async () => {
    const page = join(root, 'docs', 'measurements', 'augmentation.md');
    const program = join(root, 'benchmarks', 'dist', 'experiments', 'augmentation.js');
    const outcome = await verdict(process.execPath, [program, page]);
    await attempt('biome', ['format', '--write', page], { cwd: root });
    return outcome;
  },
};
