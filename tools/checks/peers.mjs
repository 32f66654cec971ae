import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { root } from '../lib/workspace.mjs';

/** @type {import('../lib/check.mjs').Check} */
export const peers = {
  name: 'peers',
  alone: true,
  title: 'Every peer of the benchmarks has the losses that we have, on every network',
  onRequest: true,
  run: () =>
    verdict('vitest', ['run', '--config', '../vitest.config.ts', 'same-losses'], {
      cwd: join(root, 'benchmarks'),
      env: { NEURITE_PEERS: 'all' },
    }),
};
