import { look } from './internal/look.js';
import { surroundings } from './internal/surroundings.js';
import { type MpiProbe, probeOf } from './mpi-probe.js';

/**
 * Says what `mpi` would find here, what is missing, and the command that installs it. It joins no other process and starts
 * nothing but `mpirun --version`; `npx @neurite/distributed doctor` also tries it with two processes.
 *
 * @example
 * const { available, facts } = await probe();
 */
export async function probe(): Promise<MpiProbe> {
  return probeOf(await look(surroundings()));
}
