import type { Table } from '@neurite/core';
import { openKernels, roomFor } from '../kernels.js';
import { subtract } from './centered.js';

/** So many rows at a time stay in the cache, and their sums are added up by blocks, which keeps rounding small. */
const BLOCK = 128;

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
  const { rows, columns, data } = x;
  const size = columns + (y === undefined ? 0 : 1);
  const { means, total } = meansOf(x, y, weights);
  const width = Math.ceil(size / 4) * 4;
  const bytes = roomFor(BLOCK * width * 8) + roomFor(width * width * 8) + roomFor(width * 8);
  const memory = plain ? undefined : openKernels(bytes);
  const block = memory?.doubles(BLOCK * width) ?? new Float64Array(BLOCK * width);
  const sums = memory?.doubles(width * width) ?? new Float64Array(width * width);
  const middle = memory?.doubles(width) ?? new Float64Array(width);
  if (center) middle.set(means);
  for (let start = 0; start < rows; start += BLOCK) {
    const count = Math.min(BLOCK, rows - start);
    for (let i = 0; i < count; i++) {
      const from = (start + i) * columns;
      block.set(data.subarray(from, from + columns), i * width);
      if (y !== undefined) block[i * width + columns] = y[start + i]!;
    }
    if (memory !== undefined) memory.kernels.subtractRow(block.byteOffset, middle.byteOffset, count, width);
    else subtract(block.subarray(0, count * width), middle, block);
    if (weights !== undefined) scaleRows(block, weights.subarray(start, start + count), width);
    if (memory !== undefined) memory.kernels.addGram(block.byteOffset, count, width, sums.byteOffset);
    else addGram(block, sums, count, width);
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

function meansOf(
  { rows, columns, data }: Table,
  y: ArrayLike<number> | undefined,
  weights: Float64Array | undefined,
): { means: Float64Array; total: number } {
  const size = columns + (y === undefined ? 0 : 1);
  const means = new Float64Array(size);
  const block = new Float64Array(size);
  let total = 0;
  for (let start = 0; start < rows; start += BLOCK) {
    block.fill(0);
    for (let row = start; row < Math.min(rows, start + BLOCK); row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      total += weight;
      for (let column = 0; column < columns; column++) block[column]! += weight * data[row * columns + column]!;
      if (y !== undefined) block[columns]! += weight * y[row]!;
    }
    for (let i = 0; i < size; i++) means[i]! += block[i]!;
  }
  return { means: means.map((sum) => sum / total), total };
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
