import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * Rounds of minutes show growth, a single one does not.
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
    for (const [page, file] of [
      ['digits-web', 'budgets'],
      ['neuron-lab', 'heap'],
    ]) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', String(file)], {
        cwd: join(root, 'apps', String(page)),
        env: { NEURITE_HEAP: 'measure' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
