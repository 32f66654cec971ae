import type { Parallel } from '@neurite/core/parallel';

/** The processes that mpirun has started. */
export interface Mpi extends Parallel {
  /** The library in its own words; undefined in a process that was started alone. */
  readonly library: string | undefined;
  /** The machine that this process runs on. */
  readonly host: string;
  /**
   * Ends all processes at once.
   *
   * @param reason for people, told on standard error with the rank
   * @param code of the job, from 1 to 255. Default 1
   */
  abort(reason: string, code?: number): never;
}
