import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` counts turns of the event loop, which says nothing about the longest one.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const pauses = {
  name: 'pauses',
  alone: true,
  title: 'No stage of data and no fit keeps the event loop for 50 ms: a million rows, ten million samples in 100 MB',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const name of ['data', 'preprocessing']) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'pauses'], {
        cwd: join(root, 'packages', name),
        env: { NEURITE_PAUSES: 'measure' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
