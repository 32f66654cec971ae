import type { Table } from '@neurite/core';
import { Multiplier } from '../products/multiplier.js';

/** The nearest center of each row, the first of equally near ones. */
export function assign(x: Table, centers: Float64Array): Int32Array {
  const { rows, columns } = x;
  const count = centers.length / columns;
  const squares = new Float64Array(count);
  for (let i = 0; i < centers.length; i++) squares[Math.floor(i / columns)]! += centers[i]! ** 2;
  const labels = new Int32Array(rows);
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
        labels[first + i] = nearest;
      }
    },
  );
  return labels;
}
