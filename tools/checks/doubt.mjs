import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
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
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'neurite-doubt-'));
    try {
      const trained = await verdict(process.execPath, [join(root, 'apps/digits/dist/main.js'), '--run', folder]);
      if (trained.failures.length > 0) return trained;
      return await verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'doubt'], {
        cwd: join(root, 'apps', 'digits-web'),
        env: { NEURITE_DOUBT: join(folder, 'model.safetensors') },
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
