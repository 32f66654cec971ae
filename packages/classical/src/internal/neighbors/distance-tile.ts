import { openKernels, roomFor } from '../kernels.js';
import { packPanels, panelAt } from '../products.js';

/** So many queries are compared at once. */
const QUERIES = 128;

/** Compares a block of queries with a block of rows, in the cache: which rows may be near enough. */
export class DistanceTile {
  /** How many queries there are at most. */
  readonly queries: number = QUERIES;
  readonly #depth: number;
  readonly #width: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #queries: Float64Array;
  /** depth × width, in panels. */
  readonly #rows: Float64Array;
  readonly #squares: Float64Array;
  readonly #products: Float64Array;
  readonly #found: Uint32Array;

  /**
   * @param width how many rows a block has at most
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(width: number, depth: number, { plain = false }: { readonly plain?: boolean } = {}) {
    const padded = Math.ceil(width / 4) * 4;
    this.#depth = depth;
    this.#width = padded;
    const sizes = [QUERIES * depth, depth * padded, padded, QUERIES * padded];
    const room = sizes.reduce((sum, size) => sum + roomFor(size * 8), roomFor(padded * 4));
    this.#memory = plain ? undefined : openKernels(room);
    const take = (size: number): Float64Array => this.#memory?.doubles(size) ?? new Float64Array(size);
    this.#queries = take(QUERIES * depth);
    this.#rows = take(depth * padded);
    this.#squares = take(padded);
    this.#products = take(QUERIES * padded);
    this.#found = this.#memory?.integers(padded) ?? new Uint32Array(padded);
  }

  /** @param rows width × depth @param squares the square of the length of each */
  setRows(rows: Float64Array, squares: Float64Array): void {
    packPanels(rows, this.#depth, this.#rows);
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
      this.#memory.kernels.multiply(from, rows, to, Math.ceil(count / 4) * 4, depth, width);
      return;
    }
    for (let query = 0; query < count; query++) {
      for (let j = 0; j < width; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += this.#queries[query * depth + k]! * this.#rows[panelAt(k, j, depth)]!;
        this.#products[query * width + j] = sum;
      }
    }
  }

  /** @returns the rows b with |b|² − 2 ab ≤ limit for a query a, in ascending order; overwritten by the next call */
  within(query: number, limit: number): Uint32Array {
    const width = this.#width;
    const from = query * width;
    if (this.#memory !== undefined) {
      const { byteOffset } = this.#products;
      const [squares, to] = [this.#squares.byteOffset, this.#found.byteOffset];
      const count = this.#memory.kernels.findBelow(byteOffset + from * 8, squares, width, limit, to);
      return this.#found.subarray(0, count);
    }
    let count = 0;
    for (let j = 0; j < width; j++) {
      if (this.#squares[j]! - 2 * this.#products[from + j]! <= limit) this.#found[count++] = j;
    }
    return this.#found.subarray(0, count);
  }
}
