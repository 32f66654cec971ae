import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` takes fewer images, and the weights of the page alone.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const doubt = {
  name: 'doubt',
  alone: true,
  title: 'Trains as `npm start` does, and writes docs/measurements/doubt.md: how often the digit reader doubts',
  onRequest: true,
  run: () =>
    inTemporaryFolder('doubt', async (folder) => {
      const trained = await verdict(process.execPath, [join(root, 'apps/digits/dist/main.js'), '--run', folder]);
      if (trained.failures.length > 0) return trained;
      return verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'doubt'], {
        cwd: join(root, 'apps', 'digits-web'),
        env: { NEURITE_DOUBT: join(folder, 'model.safetensors') },
      });
    }),
};
