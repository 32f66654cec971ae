import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { attempt } from '../lib/run.mjs';
import { root } from '../lib/workspace.mjs';

/**
 * Wants a quiet machine of at least two cores, Open MPI, and for slower networks root on Linux. No time is asserted.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const mpiSpeed = {
  name: 'mpi-speed',
  alone: true,
  title: 'How fast two processes train over several networks; writes docs/measurements/distributed-speed.md',
  onRequest: true,
  run: async () => {
    const page = join(root, 'docs', 'measurements', 'distributed-speed.md');
    const program = join(root, 'benchmarks', 'dist', 'experiments', 'distributed.js');
    const outcome = await verdict(process.execPath, [program, page]);
    await attempt('biome', ['format', '--write', page], { cwd: root });
    return outcome;
  },
};
