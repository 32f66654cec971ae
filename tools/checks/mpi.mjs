import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const mpi = {
  name: 'mpi',
  title: '2 and 4 processes train as one does over 50 steps, and go on after a signal to mpirun',
  onRequest: true,
  run: async () => {
    const failures = [];
    for (const { folder, filter } of [
      { folder: 'packages/distributed', filter: [] },
      { folder: 'apps/digits', filter: ['ranks'] },
    ]) {
      const outcome = await verdict('vitest', ['run', '--config', '../../vitest.config.ts', ...filter], {
        cwd: join(root, folder),
        env: { NEURITE_RANKS: '2,4' },
      });
      failures.push(...outcome.failures);
    }
    return { failures };
  },
};
