import type { RandomState } from '@neurite/core';

/** What is sent to a worker for each element. */
export type MapTask = {
  /** Which call of `mapInWorkers` it is of. */
  readonly job: number;
  readonly element: unknown;
  readonly index: number;
  readonly random: RandomState;
  readonly options: unknown;
  /** Whether the element's arrays are given up: they change threads. */
  readonly transfer: boolean;
  /** What carries results between threads: nothing where there is one thread. */
  readonly through?: 'tinypool' | undefined;
};

/** Workers that take tasks. */
export type WorkerPool = {
  /** @returns what the module's function gives; rejected with what it throws */
  run(task: MapTask): Promise<unknown>;
  /** Ends the workers; tasks that are running are rejected. */
  close(): Promise<void>;
};
