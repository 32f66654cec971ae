import type { Table } from '@neurite/core';
import { checkInteger } from '@neurite/core/checks';
import { ShapeError } from '@neurite/core/errors';

/**
 * The nearest rows of a table by Euclidean distance, for each row of another one. Every pair of rows is compared.
 *
 * @param rows that are searched
 * @param queries with the same columns
 * @param count how many for each query: an integer from 1 to the number of rows
 * @returns their indices, nearest first, query by query: queries × count; of rows that are equally far the first comes first
 * @throws ArgumentError when `count` is out of range
 * @throws ShapeError when the queries have other columns
 * @example
 * const rows = { rows: 3, columns: 1, data: Float64Array.of(5, 1, 3) };
 * console.log(nearestRows(rows, { rows: 1, columns: 1, data: Float64Array.of(0) }, 2)); // 1, 2
 */
export function nearestRows(rows: Table, queries: Table, count: number): Int32Array {
  const { columns } = rows;
  checkInteger('nearestRows', 'count', count, { min: 1, max: rows.rows });
  if (queries.columns !== columns) {
    const expected = `have ${columns} columns, as the rows have`;
    throw new ShapeError({ where: 'nearestRows', argument: 'queries', expected, received: String(queries.columns) });
  }
  const result = new Int32Array(queries.rows * count);
  const distances = new Float64Array(rows.rows);
  for (let query = 0; query < queries.rows; query++) {
    for (let row = 0; row < rows.rows; row++) {
      let sum = 0;
      const [a, b] = [row * columns, query * columns];
      for (let i = 0; i < columns; i++) {
        const rest = rows.data[a + i]! - queries.data[b + i]!;
        sum += rest * rest;
      }
      distances[row] = sum;
    }
    const order = Uint32Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
    result.set(order.subarray(0, count), query * count);
  }
  return result;
}
