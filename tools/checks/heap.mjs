import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` plays each page for one round, which shows no growth.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const heap = {
  name: 'heap',
  alone: true,
  title: 'What each page holds stays flat once it is warm, for ten minutes; `NEURITE_HEAP_MINUTES=1` for less',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const page of ['digits-web', 'neuron-lab']) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'heap'], {
        cwd: join(root, 'apps', page),
        env: { NEURITE_HEAP: 'measure' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
