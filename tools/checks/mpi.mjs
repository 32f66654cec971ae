import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const mpi = {
  name: 'mpi',
  title: '2 and 4 processes train as one does: dropout, batch norm of each and of all, over 50 steps',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const [folder, file] of [
      ['packages/distributed', 'training'],
      ['apps/digits', 'ranks'],
    ]) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', String(file)], {
        cwd: join(root, String(folder)),
        env: { NEURITE_RANKS: '2,4' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
