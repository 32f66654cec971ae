import type { Table } from '@neurite/core';
import { centered, meanRow, squaresOf } from '../products.js';
import { DistanceTile } from './distance-tile.js';
import { emptyNeighbors, type NeighborSearch, type Neighbors, offer } from './nearest.js';

/** So many rows are compared with all queries before the next ones. */
const CHUNK = 256;
const FIRST = 16;

/** What rounding may add to a squared distance, in parts of the squares that it is the difference of. */
const ROUNDING = 1e-13;

/**
 * Compares every query with every row: |a − b|² = |a|² + |b|² − 2 ab, with the products in blocks. Those that may be among the
 * nearest are computed anew, without cancellation.
 */
export class BruteForce implements NeighborSearch {
  readonly #x: Table;
  readonly #center: Float64Array;
  readonly #rows: Float64Array;
  readonly #squares: Float64Array;
  readonly #plain: boolean;

  /** @param plain whether TypeScript does the work, even where kernels could */
  constructor(x: Table, { plain = false }: { readonly plain?: boolean } = {}) {
    this.#x = x;
    this.#plain = plain;
    // Around the center, less is lost in the differences of squares.
    this.#center = meanRow(x);
    this.#rows = centered(x, this.#center);
    this.#squares = squaresOf(this.#rows, x.columns);
  }

  search(queries: Table, count: number): Neighbors {
    const { columns, rows } = this.#x;
    const data = centered(queries, this.#center);
    const own = squaresOf(data, columns);
    const largest = this.#squares.reduce((most, square) => Math.max(most, square), 0);
    const found = emptyNeighbors(queries.rows, count);
    const { distances } = found;
    const tile = new DistanceTile(Math.min(CHUNK, rows), columns, { plain: this.#plain });
    // Small at first: until as many are found as are asked for, every row may be among the nearest.
    let size = Math.max(FIRST, 2 * count);
    for (let start = 0; start < rows; ) {
      const end = Math.min(start + Math.min(size, CHUNK), rows);
      tile.setRows(this.#rows.subarray(start * columns, end * columns), this.#squares.subarray(start, end));
      for (let first = 0; first < queries.rows; first += tile.queries) {
        const last = Math.min(first + tile.queries, queries.rows);
        tile.setQueries(data.subarray(first * columns, last * columns));
        for (let query = first; query < last; query++) {
          const worst = (query + 1) * count - 1;
          const slack = ROUNDING * (own[query]! + largest) - own[query]!;
          // What is found later may lie above the limit by then; `offer` leaves it out.
          for (const j of tile.within(query - first, Math.min(distances[worst]! + slack, Number.MAX_VALUE))) {
            offer(found, query, { index: start + j, distance: this.#distance(queries, query, start + j) });
          }
        }
      }
      start = end;
      size *= 2;
    }
    return found;
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
