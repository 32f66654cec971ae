import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` takes a few seeds.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const examine = {
  name: 'examine',
  title: '200 seeds of clean data have findings in at most 5 %, defects are found; writes docs/measurements/examine.md',
  onRequest: true,
  run: async () => {
    const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'power'], {
      cwd: join(root, 'packages', 'data-validation'),
      env: { NEURITE_EXAMINE: '200' },
    });
    await attempt('biome', ['format', '--write', 'docs/measurements/examine.md'], { cwd: root });
    return outcome;
  },
};
