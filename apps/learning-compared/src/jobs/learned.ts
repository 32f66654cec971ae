import type { Table } from '@neurite/core';

/** What has learned. */
export type Learned = {
  /** @returns the class of each row */
  predict(x: Table): Promise<ArrayLike<number>>;
  /** How many numbers it consists of. */
  readonly parameters: number;
  readonly modelBytes: number;
  dispose(): void;
};
