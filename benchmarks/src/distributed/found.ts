import type { Timing } from './fit-network.js';

/** What the processes of a network measure. */
export type Wanted = {
  /** Bytes of the arrays that are added up. */
  readonly sizes: readonly number[];
  /** Rows of a batch in each process. */
  readonly rows: readonly number[];
};

/** A train step of the CNN. */
export type StepTime = {
  /** In each process. */
  readonly rows: number;
  /** Seconds, the median. */
  readonly seconds: number;
  /** The same among processes that are not there; equal where one trains alone. */
  readonly without: number;
  /** The same of the process that is slowest in each step, for which the others wait. */
  readonly slowest: number;
  /** How often it gathers a few bytes of all. */
  readonly gathers: number;
  /** Bytes that are added up. */
  readonly bytes: number;
};

/** What they have measured. */
export type Found = {
  /** Which MPI; undefined where one process is alone. */
  readonly library: string | undefined;
  readonly timings: readonly Timing[];
  readonly steps: readonly StepTime[];
};
