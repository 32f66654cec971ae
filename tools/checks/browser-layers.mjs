import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` takes a sample of them: compiling their shaders takes minutes.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const browserLayers = {
  name: 'browser-layers',
  alone: true,
  title: 'Every layer is right in a page: on wasm, webgl and webgpu, values and gradients',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'layers'], {
      cwd: join(root, 'packages', 'conformance'),
      env: { NEURITE_LAYERS: 'all' },
    }),
};
