import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` takes a sample of them: compiling their shaders takes minutes.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const rules = {
  name: 'rules',
  alone: true,
  title: 'Every loss, metric and optimizer is right on webgl and webgpu',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'rules'], {
      cwd: join(root, 'packages', 'conformance'),
      env: { NEURITE_RULES: 'all' },
    }),
};
