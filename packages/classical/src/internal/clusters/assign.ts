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

/** How far each row is from its center, squared. */
export function distancesTo({ rows, columns, data }: Table, centers: Float64Array, labels: Int32Array): Float64Array {
  const distances = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const center = labels[row]! * columns;
    let sum = 0;
    for (let column = 0; column < columns; column++) {
      sum += (data[row * columns + column]! - centers[center + column]!) ** 2;
    }
    distances[row] = sum;
  }
  return distances;
}
