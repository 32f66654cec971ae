import { hostname } from 'node:os';
import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { BackendError } from '@neurite/core/errors';
import type { Mpi, MpiOptions } from './contract.js';
import { Calls } from './internal/calls.js';
import { endWithProcess } from './internal/end-with-process.js';
import { launcherOf } from './internal/launcher.js';
import { openLibrary } from './internal/open-library.js';
import { checkedSharing } from './internal/sharing.js';
import { Single } from './internal/single.js';
import { World } from './internal/world.js';

let only: World | undefined;

/**
 * Joins the processes that mpirun, or srun, has started. In a process that was started alone it is a world of one, for
 * which nothing needs to be installed.
 *
 * All processes must call the same operations in the same order. Arrays are changed in place: leave them alone until the
 * promise resolves. The event loop goes on meanwhile. Operations run one after the other; `allReduce` begins at once. When the
 * process ends with code 0 it leaves the others in order; when it fails, the job ends with it.
 *
 * @returns the same processes at each call
 * @throws BackendError when no library is found, or one that the launcher does not work with
 * @example
 * const parallel = mpi();
 * const [sum] = await parallel.allReduce(Float32Array.of(1)); // the number of processes
 */
export function mpi(options: MpiOptions = {}): Mpi {
  const { timeout, ...rest } = resolveOptions('mpi', options, {
    timeout: 600,
    bucketBytes: 25_000_000,
    compression: 'none' as const,
    averaging: undefined,
    zeroRedundancy: false,
  });
  checkNumber('mpi', 'timeout', timeout, { above: 0 });
  const sharing = checkedSharing(rest);
  const launcher = launcherOf(process.env);
  if (launcher === undefined || launcher.size === 1) return new Single(hostname());
  if (only === undefined) {
    const { NEURITE_MPI: given } = process.env;
    const open = openLibrary({ platform: process.platform, launcher, given });
    const calls = new Calls(open);
    calls.initialize();
    const { size } = calls;
    only = new World(calls, { library: open.version, host: hostname(), timeout });
    endWithProcess(only);
    if (size !== launcher.size) throw mismatch(open.version, size, launcher);
  }
  only.timeout = timeout;
  only.share(sharing);
  return only;
}

function mismatch(
  version: string,
  size: number,
  { name, size: started }: { readonly name: string; readonly size: number },
): BackendError {
  return new BackendError({
    where: 'mpi',
    problem: `${name} has started ${started} processes, and ${version} finds ${size}`,
    advice:
      name === 'srun'
        ? 'Try srun --mpi=pmix, or srun --mpi=pmi2 (srun --mpi=list names what there is)'
        : 'Start them with the mpirun of that library, or set NEURITE_MPI to the library of this mpirun',
  });
}
