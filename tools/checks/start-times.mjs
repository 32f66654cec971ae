import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` counts the bytes that a page loads before it can be used; how long that takes depends on the machine.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const startTimes = {
  name: 'start',
  alone: true,
  title: 'The laboratory is painted and usable in time on a phone with a slow connection',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'budgets'], {
      cwd: join(root, 'apps', 'neuron-lab'),
      env: { NEURITE_START: 'measure' },
    }),
};
