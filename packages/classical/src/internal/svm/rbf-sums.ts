import type { Table } from '@neurite/core';
import { centered, meanRow, squaresOf } from '../products/centered.js';
import { RbfTile } from './rbf-tile.js';

/** So many support vectors at a time stay in the cache. */
const CHUNK = 256;

/** Support vectors that follow one another, and what their kernels are multiplied by for each output. */
export type KernelSum = {
  readonly start: number;
  readonly end: number;
  readonly terms: readonly { readonly output: number; readonly coefficients: Float64Array }[];
};

/** Σ coefficient × exp(−γ |x − support vector|²) of rows. */
export class RbfSums {
  readonly #columns: number;
  readonly #gamma: number;
  readonly #center: Float64Array;
  readonly #support: Float64Array;
  readonly #sums: readonly KernelSum[];
  readonly #plain: boolean;

  /** @param plain whether TypeScript does the work, even where kernels could */
  constructor(
    support: Table,
    {
      gamma,
      sums,
      plain = false,
    }: { readonly gamma: number; readonly sums: readonly KernelSum[]; readonly plain?: boolean },
  ) {
    this.#columns = support.columns;
    this.#gamma = gamma;
    // Around the center, less is lost in the differences of squares.
    this.#center = meanRow(support);
    this.#support = centered(support, this.#center);
    this.#sums = sums.flatMap(inChunks);
    this.#plain = plain;
  }

  /** @param scores rows × outputs: the sums are added to what stands there */
  add(x: Table, outputs: number, scores: Float64Array): void {
    const columns = this.#columns;
    const data = centered(x, this.#center);
    const squares = squaresOf(data, columns);
    const tile = new RbfTile({ width: CHUNK, depth: columns, gamma: this.#gamma, plain: this.#plain });
    for (const { start, end, terms } of this.#sums) {
      tile.setRight(this.#support.subarray(start * columns, end * columns));
      for (let first = 0; first < x.rows; first += tile.rows) {
        const last = Math.min(first + tile.rows, x.rows);
        tile.setLeft(data.subarray(first * columns, last * columns), squares.subarray(first, last));
        for (const { output, coefficients } of terms) {
          const sums = tile.weigh(coefficients);
          for (let row = first; row < last; row++) scores[row * outputs + output]! += sums[row - first]!;
        }
      }
    }
  }
}

function inChunks({ start, end, terms }: KernelSum): KernelSum[] {
  return Array.from({ length: Math.ceil((end - start) / CHUNK) }, (_, i) => {
    const from = i * CHUNK;
    const to = Math.min(end - start, from + CHUNK);
    return {
      start: start + from,
      end: start + to,
      terms: terms.map(({ output, coefficients }) => ({ output, coefficients: coefficients.subarray(from, to) })),
    };
  });
}
