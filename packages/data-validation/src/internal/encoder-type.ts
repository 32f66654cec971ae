import type { Part } from './part.js';

/** Makes rows of any part complete and comparable: learned from train. */
export type Encoder = {
  readonly columns: number;
  /** Writes a row of a part. */
  write(part: Part, row: number, to: { readonly data: Float64Array | Float32Array; readonly at: number }): void;
  /**
   * Adds the products of rows with a matrix to what is there: column by column, and of words only what is not 0.
   *
   * @param directions [columns, directions]
   * @param sums [rows, directions]
   */
  project?(
    part: Part,
    rows: { readonly first: number; readonly count: number },
    to: { readonly directions: Float32Array; readonly sums: Float64Array },
  ): void;
};
