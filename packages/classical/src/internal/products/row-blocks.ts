import type { Table } from '@neurite/core';
import { type KernelMemory, openKernels, roomFor } from '../kernels.js';
import { subtract } from './centered.js';

/** So many rows at a time stay in the cache. */
export const BLOCK = 128;

/** The rows of a table as kernels take them, a block after the other: with targets as the last column, and then zeros. */
export class RowBlocks {
  /** Columns and the targets. */
  readonly size: number;
  /** The same with zeros, a multiple of 4. */
  readonly width: number;
  /** The rows that were loaded last, `width` apart. */
  readonly block: Float64Array;
  /** Undefined where TypeScript does the work. */
  readonly memory: KernelMemory | undefined;
  readonly #x: Table;
  readonly #y: ArrayLike<number> | undefined;
  readonly #source: Float64Array;
  readonly #center: Float64Array;
  readonly #factors: Float64Array;
  readonly #sums: Float64Array;

  /**
   * @param room how many bytes of the memory are needed besides
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(
    x: Table,
    {
      y,
      room = () => 0,
      plain = false,
    }: {
      readonly y?: ArrayLike<number> | undefined;
      readonly room?: (width: number) => number;
      readonly plain?: boolean;
    },
  ) {
    this.#x = x;
    this.#y = y;
    this.size = x.columns + (y === undefined ? 0 : 1);
    this.width = Math.ceil(this.size / 4) * 4;
    const sizes = [BLOCK * this.width, BLOCK * x.columns, this.width, BLOCK, this.width];
    this.memory = plain
      ? undefined
      : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), room(this.width)));
    const take = (size: number): Float64Array => this.memory?.doubles(size) ?? new Float64Array(size);
    this.block = take(sizes[0]!);
    this.#source = take(sizes[1]!);
    this.#center = take(sizes[2]!);
    this.#factors = take(sizes[3]!);
    this.#sums = take(sizes[4]!);
  }

  /** Puts rows less a center into the block. @param center of `size` numbers */
  load(start: number, rows: number, center: Float64Array): void {
    const { columns, data } = this.#x;
    const own = data.subarray(start * columns, (start + rows) * columns);
    const { block, width } = this;
    if (this.memory === undefined) subtract(own, center.subarray(0, columns), block, width);
    else {
      this.#source.set(own);
      this.#center.set(center);
      const [from, middle] = [this.#source.byteOffset, this.#center.byteOffset];
      this.memory.kernels.centerRows(from, middle, block.byteOffset, rows, columns, width);
    }
    if (this.#y === undefined) return;
    for (let i = 0; i < rows; i++) block[i * width + columns] = this.#y[start + i]! - center[columns]!;
  }

  /** The weighted mean of each column, and of the targets, with the sum of the weights. */
  means(weights: Float64Array | undefined): { readonly means: Float64Array; readonly total: number } {
    const means = new Float64Array(this.size);
    const origin = new Float64Array(this.size);
    let total = 0;
    this.#factors.fill(1);
    for (let start = 0; start < this.#x.rows; start += BLOCK) {
      const rows = Math.min(BLOCK, this.#x.rows - start);
      this.load(start, rows, origin);
      if (weights !== undefined) this.#factors.set(weights.subarray(start, start + rows));
      for (let i = 0; i < rows; i++) total += this.#factors[i]!;
      // Sums of blocks are added up, which keeps rounding small.
      this.#sums.fill(0);
      this.#add('addRows', rows);
      for (let i = 0; i < this.size; i++) means[i]! += this.#sums[i]!;
    }
    return { means: means.map((sum) => sum / total), total };
  }

  /** The weighted sum of the squares of each column, and of the targets; each block is shown when it has been added. */
  squares(
    center: Float64Array,
    weights: Float64Array | undefined,
    use: (block: Float64Array, start: number, rows: number) => void,
  ): Float64Array {
    this.#sums.fill(0);
    this.#factors.fill(1);
    for (let start = 0; start < this.#x.rows; start += BLOCK) {
      const rows = Math.min(BLOCK, this.#x.rows - start);
      this.load(start, rows, center);
      if (weights !== undefined) this.#factors.set(weights.subarray(start, start + rows));
      this.#add('addSquares', rows);
      use(this.block, start, rows);
    }
    return this.#sums.slice(0, this.size);
  }

  #add(kernel: 'addRows' | 'addSquares', rows: number): void {
    const { block, width } = this;
    if (this.memory !== undefined) {
      const [from, factors, to] = [block.byteOffset, this.#factors.byteOffset, this.#sums.byteOffset];
      this.memory.kernels[kernel](from, factors, to, rows, width);
      return;
    }
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        const value = block[row * width + i]!;
        this.#sums[i]! += this.#factors[row]! * (kernel === 'addRows' ? value : value * value);
      }
    }
  }
}
