import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` takes a sample of them, and trains for a few steps: compiling shaders takes minutes.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const dawn = {
  name: 'dawn',
  alone: true,
  title:
    'WebGPU in Node: every operation, layer, loss and optimizer is as right as in a page, and 2,000 steps hold no more memory than 1,000',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const name of ['backend-node-gpu', 'conformance']) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'dawn'], {
        cwd: join(root, 'packages', name),
        env: { NEURITE_DAWN: 'all' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
