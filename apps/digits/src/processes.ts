import type { Parallel } from '@neurite/core';

/** Several processes that train together. Whoever calls the command line brings them: this program knows none. */
export type Processes = {
  /** Where this process is one of them. */
  readonly parallel?: Parallel;
  /**
   * Prepares to start so many of them, with the arguments of this process.
   *
   * @returns what starts them and waits until they have ended
   * @throws BackendError where nothing here starts them
   */
  readonly prepare?: (ranks: number) => Promise<() => Promise<void>>;
};
