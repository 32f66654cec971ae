import type { Table } from '@neurite/core';
import { roomFor } from '../kernels.js';
import { BLOCK, RowBlocks } from './row-blocks.js';

export type Moments = {
  /** The sum of the weights. */
  readonly total: number;
  /** The weighted mean of each column, of the targets as the last. */
  readonly means: Float64Array;
  /** Σ w (x − mean) (x − mean)ᵀ over the columns, and the targets as the last: size × size. */
  readonly gram: Float64Array;
  readonly size: number;
};

/**
 * The sums that linear models and principal components need of a table, in two passes.
 *
 * @param center whether means are subtracted; without, they are given all the same
 * @param plain whether TypeScript does the work, even where kernels could
 */
export function momentsOf(
  x: Table,
  {
    y,
    weights,
    center,
    plain = false,
  }: {
    readonly y?: ArrayLike<number> | undefined;
    readonly weights?: Float64Array | undefined;
    readonly center: boolean;
    readonly plain?: boolean;
  },
): Moments {
  const blocks = new RowBlocks(x, { y, room: (wide) => roomFor(wide * wide * 8), plain });
  const { block, memory, size, width } = blocks;
  const sums = memory?.doubles(width * width) ?? new Float64Array(width * width);
  const { means, total } = blocks.means(weights);
  const middle = center ? means : new Float64Array(size);
  for (let start = 0; start < x.rows; start += BLOCK) {
    const rows = Math.min(BLOCK, x.rows - start);
    blocks.load(start, rows, middle);
    if (weights !== undefined) scaleRows(block, weights.subarray(start, start + rows), width);
    if (memory !== undefined) memory.kernels.addGram(block.byteOffset, rows, width, sums.byteOffset);
    else addGram(block, sums, rows, width);
  }
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      gram[i * size + j] = sums[i * width + j]!;
      gram[j * size + i] = sums[i * width + j]!;
    }
  }
  return { total, means, gram, size };
}

/** Multiplies each row by the root of its weight. */
function scaleRows(block: Float64Array, weights: Float64Array, width: number): void {
  for (const [row, weight] of weights.entries()) {
    const root = Math.sqrt(weight);
    for (let i = row * width; i < (row + 1) * width; i++) block[i]! *= root;
  }
}

/** What the kernel does. */
function addGram(block: Float64Array, sums: Float64Array, count: number, width: number): void {
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += block[row * width + i]! * block[row * width + j]!;
      sums[i * width + j]! += sum;
    }
  }
}
