import type { Part } from './part.js';

/** Makes rows of any part complete and comparable: learned from train. */
export type Encoder = {
  readonly columns: number;
  /** Writes a row of a part. */
  write(part: Part, row: number, to: { readonly data: Float64Array | Float32Array; readonly at: number }): void;
};
