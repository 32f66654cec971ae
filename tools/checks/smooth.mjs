import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` shows that a training runs in a worker; how long the page's own tasks take depends on the machine.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const smooth = {
  name: 'smooth',
  alone: true,
  title: 'No task of the pages takes long while somebody draws, plays and trains',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const [folder, file] of [
      ['packages/browser-testing', 'work-while'],
      ['apps/digits-web', 'budgets'],
      ['apps/neuron-lab', 'budgets'],
    ]) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', String(file)], {
        cwd: join(root, String(folder)),
        env: { NEURITE_SMOOTH: 'measure' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
