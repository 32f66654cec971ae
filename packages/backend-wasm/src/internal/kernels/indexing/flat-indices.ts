import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Scratch } from '../../address.js';
import type { WasmBackend } from '../../backend.js';

/** Indices of rows of a tensor. */
export type RowIndices = {
  readonly indices: TensorInfo;
  /** How many indices there are, of `rank` components each. */
  readonly count: number;
  readonly rank: number;
  /** The number of rows. */
  readonly limit: number;
  /** The stride of each component, in rows. */
  readonly strides: readonly number[];
};

/** Components of an index at most. */
export const MOST_COMPONENTS = 6;

/** Lends the indices as one integer each; returns undefined where one is out of bounds. */
export function withFlatIndices<R>(
  backend: WasmBackend,
  { indices, count, rank, limit, strides }: RowIndices,
  work: <L>(flat: Scratch<L>) => R,
): R | undefined {
  const [s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0] = strides;
  return backend.withScratch(count, (flat) => {
    const areInBounds = backend.kernels.flattenIndices({
      indices: backend.pointer(indices),
      target: flat,
      count,
      rank,
      // Rows without elements are in bounds anywhere.
      limit: Number.isNaN(limit) ? -1 : limit,
      s0,
      s1,
      s2,
      s3,
      s4,
      s5,
    });
    return areInBounds ? work(flat) : undefined;
  });
}
