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
  title: 'Both pages are painted and usable in time on a phone with a slow connection',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const page of ['digits-web', 'neuron-lab']) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'budgets'], {
        cwd: join(root, 'apps', page),
        env: { NEURITE_START: 'measure' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
