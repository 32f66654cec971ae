import type { Table } from '@neurite/core';
import { checkInteger, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { BallTree } from '../internal/neighbors/ball-tree.js';

export type TrustworthinessOptions = {
  /** How many neighbors on the map are looked at. At least 1, and below half the number of rows. Default 5. */
  readonly neighbors?: number;
};

/**
 * How far the neighbors on a map are neighbors in the table: 1 − 2 / (n k (2 n − 3 k − 1)) Σ max(0, r − k) over the k nearest
 * points of each point, with r the rank of a row among those nearest to its row in the table. 1 is the best, 0.5 is chance.
 *
 * @param embedding the point of each row, such as `tSne` gives
 * @returns a number between 0 and 1; blocks until it is done, rows² × columns long
 * @throws ArgumentError when there are too few rows for the neighbors, or other rows on the map
 * @example
 * const x = { rows: 5, columns: 1, data: Float64Array.of(1, 2, 4, 8, 16) };
 * console.log(trustworthiness(x, x, { neighbors: 1 })); // 1
 * @see Venna and Kaski, "Neighborhood preservation in nonlinear projection methods: an experimental study", 2001
 */
export function trustworthiness(x: Table, embedding: Table, options: TrustworthinessOptions = {}): number {
  const where = 'trustworthiness';
  const { neighbors } = resolveOptions(where, options, { neighbors: 5 });
  checkInteger(where, 'neighbors', neighbors, { min: 1 });
  checkTable(where, x);
  checkTable(where, embedding);
  const { rows, columns, data } = x;
  if (embedding.rows !== rows) {
    const expected = `have ${rows} rows, as \`x\` has`;
    throw new ArgumentError({ where, argument: 'embedding', expected, received: String(embedding.rows) });
  }
  if (neighbors >= rows / 2) {
    const expected = `be below half of ${rows} rows`;
    throw new ArgumentError({ where, argument: 'neighbors', expected, received: String(neighbors) });
  }
  const { indices } = new BallTree(embedding).search(embedding, neighbors + 1);
  const distances = new Float64Array(rows);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    for (let other = 0; other < rows; other++) {
      let squared = 0;
      for (let k = 0; k < columns; k++) squared += (data[row * columns + k]! - data[other * columns + k]!) ** 2;
      distances[other] = squared;
    }
    distances[row] = -1;
    let seen = 0;
    for (let i = row * (neighbors + 1); seen < neighbors; i++) {
      const other = indices[i]!;
      if (other === row) continue;
      seen++;
      let rank = 0;
      // The row itself is the one before the first; of equally far ones, the first ones are nearer.
      for (let k = 0; k < rows; k++) {
        if (distances[k]! < distances[other]! || (distances[k] === distances[other] && k < other)) rank++;
      }
      sum += Math.max(0, rank - neighbors);
    }
  }
  return 1 - (2 / (rows * neighbors * (2 * rows - 3 * neighbors - 1))) * sum;
}
