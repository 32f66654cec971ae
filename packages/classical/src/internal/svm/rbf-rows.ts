import type { Table } from '@neurite/core';
import { openKernels, roomFor } from '../kernels.js';
import { meanRow } from '../products/centered.js';

/**
 * Rows of the matrix of kernels K[i, j] = exp(−γ |xᵢ − xⱼ|²), in float32, computed when they are asked for. Those asked for
 * last are kept.
 */
export class RbfRows {
  readonly size: number;
  readonly #gamma: number;
  readonly #padded: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #x: Float64Array;
  readonly #squares: Float64Array;
  readonly #row: Float32Array;
  /** In the order in which they were asked for. */
  readonly #kept = new Map<number, Float32Array>();
  readonly #capacity: number;

  /**
   * @param rows which rows of the table, in this order
   * @param bytes how much memory rows that are kept may take; two are kept at least
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(
    x: Table,
    rows: ArrayLike<number>,
    { gamma, bytes, plain = false }: { readonly gamma: number; readonly bytes: number; readonly plain?: boolean },
  ) {
    const { columns, data } = x;
    const size = rows.length;
    this.size = size;
    this.#gamma = gamma;
    this.#padded = Math.ceil(columns / 4) * 4;
    const padded = Math.ceil(size / 4) * 4;
    const room = roomFor(padded * this.#padded * 8) + roomFor(padded * 8) + roomFor(padded * 4);
    this.#memory = plain ? undefined : openKernels(room);
    this.#x = this.#memory?.doubles(padded * this.#padded) ?? new Float64Array(padded * this.#padded);
    this.#squares = this.#memory?.doubles(padded) ?? new Float64Array(padded);
    this.#row = this.#memory?.singles(padded) ?? new Float32Array(padded);
    this.#capacity = Math.max(2, Math.floor(bytes / (4 * size)));
    // Around the center, less is lost in the differences of squares.
    const center = meanRow(x);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let column = 0; column < columns; column++) {
        const value = data[rows[i]! * columns + column]! - center[column]!;
        this.#x[i * this.#padded + column] = value;
        sum += value * value;
      }
      this.#squares[i] = sum;
    }
  }

  /** @returns K[i, …]; its elements stay as they are until two other rows have been asked for */
  row(i: number): Float32Array {
    const kept = this.#kept;
    const known = kept.get(i);
    if (known !== undefined) {
      kept.delete(i);
      kept.set(i, known);
      return known;
    }
    const target = kept.size < this.#capacity ? new Float32Array(this.size) : this.#oldest();
    this.#compute(i, target);
    kept.set(i, target);
    return target;
  }

  /** Takes the array of the row that was asked for longest ago. */
  #oldest(): Float32Array {
    const [[index, array]] = this.#kept as unknown as [[number, Float32Array]]; // it keeps two at least
    this.#kept.delete(index);
    return array;
  }

  #compute(i: number, target: Float32Array): void {
    if (this.#memory !== undefined) {
      const [x, squares, row] = [this.#x.byteOffset, this.#squares.byteOffset, this.#row.byteOffset];
      this.#memory.kernels.rbfRow(x, squares, i, row, this.#row.length, this.#padded, this.#gamma);
      target.set(this.#row.subarray(0, this.size));
      return;
    }
    const depth = this.#padded;
    for (let j = 0; j < this.size; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += this.#x[i * depth + k]! * this.#x[j * depth + k]!;
      target[j] = Math.exp(-this.#gamma * Math.max(0, this.#squares[i]! + this.#squares[j]! - 2 * sum));
    }
  }
}
