import type { Table } from '@neurite/core';
import { openKernels, roomFor } from '../kernels.js';
import { panelAt } from './panels.js';
import { BLOCK, RowBlocks } from './row-blocks.js';

/** Uses the scores of a block of rows, `stride` apart; for a gradient it turns them into the derivatives of the loss and gives that. */
export type UseScores = (scores: Float64Array, block: ScoreBlock) => number;

type ScoreBlock = { readonly first: number; readonly rows: number; readonly stride: number };

/** Rows with a 1 at the end, for linear scores, their loss and its gradient, again and again. */
export class ScoreProducts {
  /** The weighted means of the columns. */
  readonly means: Float64Array;
  /** The sum of the weights. */
  readonly total: number;
  /** Σ w x² of each column, with the 1. */
  readonly squares: Float64Array;
  readonly #rows: number;
  readonly #width: number;
  readonly #outputs: number;
  /** Width and outputs, as kernels take them. */
  readonly #depth: number;
  readonly #stride: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #data: Float64Array;
  /** Coefficients: a vector for one output, panels for more. */
  readonly #factors: Float64Array;
  readonly #scores: Float64Array;
  readonly #gradient: Float64Array;

  /**
   * @param center whether means are subtracted
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(
    x: Table,
    {
      center,
      weights,
      outputs,
      plain = false,
    }: {
      readonly center: boolean;
      readonly weights?: Float64Array | undefined;
      readonly outputs: number;
      readonly plain?: boolean;
    },
  ) {
    const { rows, columns } = x;
    const blocks = new RowBlocks(x, { y: new Float64Array(rows).fill(1), plain });
    const depth = blocks.width;
    const stride = outputs === 1 ? 1 : Math.ceil(outputs / 4) * 4;
    this.#rows = rows;
    this.#width = blocks.size;
    this.#outputs = outputs;
    this.#depth = depth;
    this.#stride = stride;
    const sizes = [Math.ceil(rows / 4) * 4 * depth, stride * depth, BLOCK * stride, stride * depth];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), 0));
    const take = (size: number): Float64Array => this.#memory?.doubles(size) ?? new Float64Array(size);
    this.#data = take(sizes[0]!);
    this.#factors = take(sizes[1]!);
    this.#scores = take(sizes[2]!);
    this.#gradient = take(sizes[3]!);
    const { means, total } = blocks.means(weights);
    this.means = means.subarray(0, columns);
    this.total = total;
    const middle = new Float64Array(blocks.size);
    if (center) middle.set(this.means);
    this.squares = blocks.squares(middle, weights, (block, start, count) => {
      this.#data.set(block.subarray(0, count * depth), start * depth);
    });
  }

  /** @param coefficients outputs × (columns + 1) @returns the sum of what `use` gives for the scores of each block */
  score(coefficients: Float64Array, use: UseScores): number {
    this.#setFactors(coefficients);
    let sum = 0;
    for (let first = 0; first < this.#rows; first += BLOCK) {
      const rows = Math.min(BLOCK, this.#rows - first);
      this.#score(first, rows);
      sum += use(this.#scores, { first, rows, stride: this.#stride });
    }
    return sum;
  }

  /** @param coefficients outputs × (columns + 1) @returns the sum of the losses, and its derivatives */
  evaluate(coefficients: Float64Array, derive: UseScores): { readonly loss: number; readonly gradient: Float64Array } {
    this.#gradient.fill(0);
    const loss = this.score(coefficients, (scores, block) => {
      const part = derive(scores, block);
      this.#addGradient(block.first, block.rows);
      return part;
    });
    return { loss, gradient: this.#sums() };
  }

  #sums(): Float64Array {
    const width = this.#width;
    const sums = new Float64Array(this.#outputs * width);
    for (let k = 0; k < this.#outputs; k++) {
      sums.set(this.#gradient.subarray(k * this.#depth, k * this.#depth + width), k * width);
    }
    return sums;
  }

  #setFactors(coefficients: Float64Array): void {
    const width = this.#width;
    for (let k = 0; k < this.#outputs; k++) {
      const own = coefficients.subarray(k * width, (k + 1) * width);
      if (this.#outputs === 1) this.#factors.set(own);
      else for (let i = 0; i < width; i++) this.#factors[panelAt(i, k, this.#depth)] = own[i]!;
    }
  }

  #score(first: number, rows: number): void {
    const depth = this.#depth;
    const stride = this.#stride;
    if (this.#memory === undefined) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < this.#outputs; k++) {
          let sum = 0;
          for (let i = 0; i < this.#width; i++) {
            sum += this.#data[(first + row) * depth + i]! * this.#factors[stride === 1 ? i : panelAt(i, k, depth)]!;
          }
          this.#scores[row * stride + k] = sum;
        }
      }
      return;
    }
    const { dotRows, multiply } = this.#memory.kernels;
    const [a, b, target] = [this.#addressOf(first), this.#factors.byteOffset, this.#scores.byteOffset];
    if (stride === 1) dotRows(a, b, target, rows, depth);
    else multiply(a, b, target, Math.ceil(rows / 4) * 4, depth, stride);
  }

  #addGradient(first: number, rows: number): void {
    const depth = this.#depth;
    const stride = this.#stride;
    if (this.#memory === undefined) {
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < this.#outputs; k++) {
          const error = this.#scores[row * stride + k]!;
          for (let i = 0; i < this.#width; i++) {
            this.#gradient[k * depth + i]! += error * this.#data[(first + row) * depth + i]!;
          }
        }
      }
      return;
    }
    const { addProducts, addRows } = this.#memory.kernels;
    const [errors, own, target] = [this.#scores.byteOffset, this.#addressOf(first), this.#gradient.byteOffset];
    if (stride === 1) addRows(own, errors, target, rows, depth);
    else addProducts(errors, own, target, rows, stride, depth);
  }

  #addressOf(row: number): number {
    return this.#data.byteOffset + row * this.#depth * 8;
  }
}
