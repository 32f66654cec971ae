import type { Table } from '@neurite/core';
import { openKernels, roomFor } from '../kernels.js';
import { subtract } from './centered.js';
import { packPanels, panelAt } from './panels.js';
import { BLOCK } from './row-blocks.js';

/** Multiplies rows by a matrix that stays. */
export class Multiplier {
  /** How many columns the products have. */
  readonly width: number;
  readonly #depth: number;
  readonly #padded: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #target: Float64Array;
  readonly #center: Float64Array;

  /**
   * @param rows width × depth: the products are those of its rows
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(rows: ArrayLike<number>, depth: number, { plain = false }: { readonly plain?: boolean } = {}) {
    const width = rows.length / depth;
    this.width = width;
    this.#depth = depth;
    this.#padded = Math.ceil(width / 4) * 4;
    const sizes = [BLOCK * depth, depth * this.#padded, BLOCK * this.#padded, depth];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), 0));
    const [a, b, target, center] = sizes.map((size) => this.#memory?.doubles(size) ?? new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]; // four sizes
    packPanels(rows, depth, b);
    this.#a = a;
    this.#b = b;
    this.#target = target;
    this.#center = center;
  }

  /**
   * @param start the first of the rows
   * @param count how many; the products of at most 128 are made at once
   * @param center what is subtracted from each row first
   * @param use sees the products of each block: `stride` apart, from the row `first` on
   */
  multiply(
    { columns, data }: Pick<Table, 'columns' | 'data'>,
    {
      start,
      count,
      center,
    }: { readonly start: number; readonly count: number; readonly center?: Float64Array | undefined },
    use: (block: { products: Float64Array; stride: number; first: number; rows: number }) => void,
  ): void {
    if (center !== undefined) this.#center.set(center);
    for (let first = start; first < start + count; first += BLOCK) {
      const rows = Math.min(BLOCK, start + count - first);
      const own = data.subarray(first * columns, (first + rows) * columns);
      if (this.#memory === undefined) this.#plain(own, center);
      else {
        const [a, b, to] = [this.#a.byteOffset, this.#b.byteOffset, this.#target.byteOffset];
        const { multiply, centerRows } = this.#memory.kernels;
        this.#a.set(own);
        if (center !== undefined) centerRows(a, this.#center.byteOffset, a, rows, columns, columns);
        multiply(a, b, to, Math.ceil(rows / 4) * 4, this.#depth, this.#padded);
      }
      use({ products: this.#target, stride: this.#padded, first, rows });
    }
  }

  /** What the kernel does. */
  #plain(own: Table['data'], center: Float64Array | undefined): void {
    const depth = this.#depth;
    const padded = this.#padded;
    const rows = own.length / depth;
    if (center === undefined) this.#a.set(own);
    else subtract(own, center, this.#a);
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < padded; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += this.#a[row * depth + k]! * this.#b[panelAt(k, j, depth)]!;
        this.#target[row * padded + j] = sum;
      }
    }
  }
}
