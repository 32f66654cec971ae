import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` compares some rows of webgl and webgpu with FEATURES.md: compiling their shaders takes minutes.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const features = {
  name: 'features',
  alone: true,
  title: 'FEATURES.md is true in every row, on webgl and webgpu too, and fused kernels save dispatches',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'features', 'dispatches'], {
      cwd: join(root, 'packages', 'conformance'),
      env: { NEURITE_FEATURES: 'compare' },
    }),
};
