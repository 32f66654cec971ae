import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const mpi = {
  name: 'mpi',
  title: '2 and 4 processes train as one does: dropout, batch norm of each and of all, over 50 steps',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../../vitest.config.ts', 'training'], {
      cwd: join(root, 'packages', 'distributed'),
      env: { NEURITE_RANKS: '2,4' },
    }),
};
