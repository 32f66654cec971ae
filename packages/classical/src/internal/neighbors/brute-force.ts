import type { Table } from '@neurite/core';
import { centered, Multiplier, meanRow, squaresOf } from '../products.js';
import { emptyNeighbors, type NeighborSearch, type Neighbors, offer } from './nearest.js';

/** So many rows are compared with all queries before the next ones. */
const CHUNK = 256;

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

  constructor(x: Table) {
    this.#x = x;
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
    for (let start = 0; start < rows; start += CHUNK) {
      const width = Math.min(CHUNK, rows - start);
      const chunk = this.#rows.subarray(start * columns, (start + width) * columns);
      const range = { start: 0, count: queries.rows };
      new Multiplier(chunk, columns).multiply({ columns, data }, range, ({ products, stride, first, rows: block }) => {
        for (let i = 0; i < block; i++) {
          const query = first + i;
          const worst = (query + 1) * count - 1;
          const slack = ROUNDING * (own[query]! + largest) - own[query]!;
          let limit = distances[worst]! + slack;
          for (let j = 0; j < width; j++) {
            if (this.#squares[start + j]! - 2 * products[i * stride + j]! > limit) continue;
            offer(found, query, { index: start + j, distance: this.#distance(queries, query, start + j) });
            limit = distances[worst]! + slack;
          }
        }
      });
    }
    return found;
  }

  #distance(queries: Table, query: number, index: number): number {
    const { columns, data } = this.#x;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (queries.data[query * columns + column]! - data[index * columns + column]!) ** 2;
    }
    return sum;
  }
}
