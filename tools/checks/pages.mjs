import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * `npm test` samples what takes long: it changes each control once while a network trains, and plays two lessons
 * to their end.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const pages = {
  name: 'pages',
  alone: true,
  title: 'Each control of the laboratory is changed twenty times while it plays, and each lesson is played',
  onRequest: true,
  run: async () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'every-control', 'lessons'], {
      cwd: join(root, 'apps', 'neuron-lab'),
      env: { NEURITE_PAGES: 'whole' },
    }),
};
