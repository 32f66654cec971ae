import type { Table } from '@neurite/core';
import { meanRow, squaresOf, subtract } from '../products/centered.js';
import { DistanceTile } from './distance-tile.js';
import { emptyNeighbors, type NeighborSearch, type Neighbors, offer } from './nearest.js';

/** So many rows are compared with all queries before the next ones. */
const CHUNK = 256;
const FIRST = 16;
/** Squared lengths of queries from here on leave float32 with too little room: all rows may be near them. */
const FAR = 2 ** 60;
/** The square of what lengths are multiplied by must be a number, too. */
const MOST_SCALE = 2 ** 500;

/**
 * Compares every query with every row: |a − b|² = |a|² + |b|² − 2 ab, with the products in blocks of float32. Those that may be
 * among the nearest are computed anew in float64, without cancellation.
 */
export class BruteForce implements NeighborSearch {
  readonly #x: Table;
  readonly #center: Float64Array;
  /** Makes the longest row, from the center, no longer than 1; 0 where numbers are too large or too small for that. */
  readonly #scale: number;
  readonly #rows: Float64Array;
  readonly #squares: Float64Array;
  readonly #plain: boolean;

  /** @param plain whether TypeScript does the work, even where kernels could */
  constructor(x: Table, { plain = false }: { readonly plain?: boolean } = {}) {
    this.#x = x;
    this.#plain = plain;
    // Around the center, less is lost in the differences of squares.
    this.#center = meanRow(x);
    this.#rows = this.#toCenter(x, 1);
    const longest = this.#rows.reduce((most, value) => Math.max(most, Math.abs(value)), 0) * Math.sqrt(x.columns);
    // A power of 2 rounds nothing.
    const scale = longest > 0 ? 2 ** -Math.ceil(Math.log2(longest)) : 1;
    this.#scale = scale > 1 / MOST_SCALE && scale < MOST_SCALE ? scale : 0;
    for (let i = 0; i < this.#rows.length; i++) this.#rows[i]! *= this.#scale;
    this.#squares = squaresOf(this.#rows, x.columns);
  }

  search(queries: Table, count: number): Neighbors {
    const { columns, rows } = this.#x;
    const data = this.#toCenter(queries, this.#scale);
    const own = squaresOf(data, columns);
    for (let query = 0; query < queries.rows; query++) {
      if (!(own[query]! < FAR)) data.fill(0, query * columns, (query + 1) * columns);
    }
    const found = emptyNeighbors(queries.rows, count);
    const { distances } = found;
    const tile = new DistanceTile(Math.min(CHUNK, rows), columns, { plain: this.#plain });
    const square = this.#scale ** 2;
    // Small at first: until as many are found as are asked for, every row may be among the nearest.
    let size = Math.max(FIRST, 2 * count);
    for (let start = 0; start < rows; ) {
      const end = Math.min(start + Math.min(size, CHUNK), rows);
      tile.setRows(this.#rows.subarray(start * columns, end * columns), this.#squares.subarray(start, end));
      for (let first = 0; first < queries.rows; first += tile.queries) {
        const last = Math.min(first + tile.queries, queries.rows);
        tile.setQueries(data.subarray(first * columns, last * columns));
        for (let query = first; query < last; query++) {
          const worst = distances[(query + 1) * count - 1]!;
          const squares = own[query]!;
          const known = this.#scale > 0 && squares < FAR && worst < Infinity;
          const limit = known ? worst * square + tile.rounding * (squares + 1) - squares : Infinity;
          // What is found later may lie above the limit by then; `offer` leaves it out.
          for (const j of tile.within(query - first, limit)) {
            offer(found, query, { index: start + j, distance: this.#distance(queries, query, start + j) });
          }
        }
      }
      start = end;
      size *= 2;
    }
    return found;
  }

  /** The rows from the center, in parts of the longest. */
  #toCenter({ rows, columns, data }: Table, scale: number): Float64Array {
    const result = new Float64Array(rows * columns);
    subtract(data, this.#center, result);
    if (scale !== 1) for (let i = 0; i < result.length; i++) result[i]! *= scale;
    return result;
  }

  #distance(queries: Table, query: number, index: number): number {
    const { columns, data } = this.#x;
    const from = query * columns;
    const to = index * columns;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      const rest = queries.data[from + column]! - data[to + column]!;
      sum += rest * rest;
    }
    return sum;
  }
}
