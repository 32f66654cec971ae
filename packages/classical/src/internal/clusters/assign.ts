import type { Table } from '@neurite/core';
import { Multiplier } from '../products.js';

/** The nearest center of each row, the first of equally near ones, and how far it is, squared. */
export function assign(
  x: Table,
  centers: Float64Array,
): { readonly labels: Int32Array; readonly distances: Float64Array } {
  const { rows, columns, data } = x;
  const count = centers.length / columns;
  const squares = new Float64Array(count);
  for (let i = 0; i < centers.length; i++) squares[Math.floor(i / columns)]! += centers[i]! ** 2;
  const labels = new Int32Array(rows);
  const distances = new Float64Array(rows);
  new Multiplier(centers, columns).multiply(
    x,
    { start: 0, count: rows },
    ({ products, stride, first, rows: block }) => {
      for (let i = 0; i < block; i++) {
        let nearest = 0;
        let least = Infinity;
        for (let k = 0; k < count; k++) {
          const distance = squares[k]! - 2 * products[i * stride + k]!;
          if (distance >= least) continue;
          least = distance;
          nearest = k;
        }
        const row = first + i;
        labels[row] = nearest;
        let sum = 0;
        for (let column = 0; column < columns; column++) {
          sum += (data[row * columns + column]! - centers[nearest * columns + column]!) ** 2;
        }
        distances[row] = sum;
      }
    },
  );
  return { labels, distances };
}
