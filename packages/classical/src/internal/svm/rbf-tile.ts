import { openKernels, roomFor } from '../kernels.js';
import { squaresOf } from '../products/centered.js';
import { packPanels, panelAt } from '../products/panels.js';

/** So many rows are compared at once. */
const ROWS = 128;

/** Kernels exp(−γ |a − b|²) of a block of rows on the left and one on the right, in the cache. */
export class RbfTile {
  /** How many rows the left block has at most. */
  readonly rows: number = ROWS;
  readonly #depth: number;
  /** How many the right one has at most, a multiple of 4. */
  readonly #width: number;
  readonly #gamma: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #left: Float64Array;
  readonly #leftSquares: Float64Array;
  /** depth × width, in panels. */
  readonly #right: Float64Array;
  readonly #rightSquares: Float64Array;
  readonly #kernels: Float64Array;
  readonly #factors: Float64Array;
  readonly #sums: Float64Array;

  /** @param plain whether TypeScript does the work, even where kernels could */
  constructor({
    width,
    depth,
    gamma,
    plain,
  }: {
    readonly width: number;
    readonly depth: number;
    readonly gamma: number;
    readonly plain: boolean;
  }) {
    const padded = Math.ceil(width / 4) * 4;
    this.#depth = depth;
    this.#width = padded;
    this.#gamma = gamma;
    const sizes = [ROWS * depth, ROWS, depth * padded, padded, ROWS * padded, padded, ROWS];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), 0));
    const take = (size: number): Float64Array => this.#memory?.doubles(size) ?? new Float64Array(size);
    this.#left = take(ROWS * depth);
    this.#leftSquares = take(ROWS);
    this.#right = take(depth * padded);
    this.#rightSquares = take(padded);
    this.#kernels = take(ROWS * padded);
    this.#factors = take(padded);
    this.#sums = take(ROWS);
  }

  /** @param data rows × depth */
  setRight(data: Float64Array): void {
    this.#right.fill(0);
    packPanels(data, this.#depth, this.#right);
    this.#rightSquares.fill(0).set(squaresOf(data, this.#depth));
  }

  /** Computes the kernels. @param data rows × depth, with the square of the length of each row */
  setLeft(data: Float64Array, squares: Float64Array): void {
    this.#left.set(data);
    this.#leftSquares.set(squares);
    const rows = squares.length;
    const [depth, width] = [this.#depth, this.#width];
    if (this.#memory === undefined) {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < width; j++) {
          let sum = 0;
          for (let k = 0; k < depth; k++) sum += this.#left[row * depth + k]! * this.#right[panelAt(k, j, depth)]!;
          const distance = Math.max(0, this.#leftSquares[row]! + this.#rightSquares[j]! - 2 * sum);
          this.#kernels[row * width + j] = Math.exp(-this.#gamma * distance);
        }
      }
      return;
    }
    const { multiply, rbfOfProducts } = this.#memory.kernels;
    const to = this.#kernels.byteOffset;
    multiply(this.#left.byteOffset, this.#right.byteOffset, to, Math.ceil(rows / 4) * 4, depth, width);
    rbfOfProducts(to, this.#leftSquares.byteOffset, this.#rightSquares.byteOffset, rows, width, this.#gamma);
  }

  /** @returns Σ kernel × factor of each row on the left, overwritten by the next call */
  weigh(factors: Float64Array): Float64Array {
    this.#factors.fill(0).set(factors);
    const width = this.#width;
    if (this.#memory !== undefined) {
      const [kernels, own, sums] = [this.#kernels.byteOffset, this.#factors.byteOffset, this.#sums.byteOffset];
      this.#memory.kernels.dotRows(kernels, own, sums, ROWS, width);
      return this.#sums;
    }
    for (let row = 0; row < ROWS; row++) {
      let sum = 0;
      for (let j = 0; j < factors.length; j++) sum += this.#kernels[row * width + j]! * factors[j]!;
      this.#sums[row] = sum;
    }
    return this.#sums;
  }
}
