import { openKernels, roomFor } from '../kernels.js';
import { packPanels, panelAt } from '../products/panels.js';

/** So many queries are compared at once. */
const QUERIES = 128;
/** So many columns of the products stand side by side. */
const PANEL = 8;
const MOST = 2 ** 127;

/** Compares a block of queries with a block of rows, in the cache and in float32: which rows may be near enough. */
export class DistanceTile {
  /** How many queries there are at most. */
  readonly queries: number = QUERIES;
  readonly #depth: number;
  readonly #width: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #queries: Float32Array;
  /** depth × width, in panels. */
  readonly #rows: Float32Array;
  readonly #squares: Float32Array;
  readonly #products: Float32Array;
  readonly #found: Uint32Array;

  /**
   * @param width how many rows a block has at most
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(width: number, depth: number, { plain = false }: { readonly plain?: boolean } = {}) {
    const padded = Math.ceil(width / PANEL) * PANEL;
    this.#depth = depth;
    this.#width = padded;
    const sizes = [QUERIES * depth, depth * padded, padded, QUERIES * padded, padded];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 4), 0));
    const take = (size: number): Float32Array => this.#memory?.singles(size) ?? new Float32Array(size);
    this.#queries = take(QUERIES * depth);
    this.#rows = take(depth * padded);
    this.#squares = take(padded);
    this.#products = take(QUERIES * padded);
    this.#found = this.#memory?.integers(padded) ?? new Uint32Array(padded);
  }

  /**
   * How far a computed |b|² − 2 ab may be from the exact one, in parts of |a|² + |b|²: each of `depth` products and sums, the
   * squares and the conversions are rounded once.
   */
  get rounding(): number {
    return (this.#depth + 16) * 2 ** -24;
  }

  /** @param rows width × depth, no longer than 1 @param squares the square of the length of each */
  setRows(rows: Float64Array, squares: Float64Array): void {
    packPanels(rows, this.#depth, this.#rows, PANEL);
    // Those that are not there are infinitely far.
    this.#squares.fill(Infinity).set(squares);
  }

  /** @param queries at most 128 × depth */
  setQueries(queries: Float64Array): void {
    this.#queries.set(queries);
    const [depth, width] = [this.#depth, this.#width];
    const count = queries.length / depth;
    if (this.#memory !== undefined) {
      const [from, rows, to] = [this.#queries.byteOffset, this.#rows.byteOffset, this.#products.byteOffset];
      this.#memory.kernels.multiplySingles(from, rows, to, Math.ceil(count / 4) * 4, depth, width);
      return;
    }
    for (let query = 0; query < count; query++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) {
          sum += this.#queries[query * depth + k]! * this.#rows[panelAt(k, j, depth, PANEL)]!;
        }
        this.#products[query * width + j] = sum;
      }
    }
  }

  /** @returns the rows b with |b|² − 2 ab ≤ limit for a query a, in ascending order; overwritten by the next call */
  within(query: number, limit: number): Uint32Array {
    const width = this.#width;
    const from = query * width;
    // Not infinite, so that rows that are not there stay out.
    const most = Math.min(limit, MOST);
    if (this.#memory !== undefined) {
      const { byteOffset } = this.#products;
      const [squares, to] = [this.#squares.byteOffset, this.#found.byteOffset];
      const count = this.#memory.kernels.findBelow(byteOffset + from * 4, squares, width, most, to);
      return this.#found.subarray(0, count);
    }
    let count = 0;
    for (let j = 0; j < width; j++) {
      if (this.#squares[j]! - 2 * this.#products[from + j]! <= most) this.#found[count++] = j;
    }
    return this.#found.subarray(0, count);
  }
}
