import type { Table } from '@neurite/core';

/**
 * The nearest rows by Euclidean distance.
 *
 * @param count how many for each query
 * @returns their indices, nearest first, query by query
 */
export function nearestRows(rows: Table, queries: Table, count: number): Int32Array {
  const { columns } = rows;
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
