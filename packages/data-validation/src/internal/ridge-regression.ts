import { matrix, solve } from '@neurite/numeric';
import type { Encoded } from './encoder.js';

/** What is added to the diagonal, for each row. */
const PENALTY = 1e-3;

/** Linear regression with an L2 penalty: a function that predicts rows. */
export function ridgeRegression(x: Encoded, y: ArrayLike<number>): (other: Encoded) => Float64Array {
  const { rows, columns, data } = x;
  const size = columns + 1;
  const products = new Float64Array(size * size);
  const right = new Float64Array(size);
  const value = (row: number, c: number): number => (c === columns ? 1 : data[row * columns + c]!);
  for (let row = 0; row < rows; row++) {
    for (let a = 0; a < size; a++) {
      const own = value(row, a);
      right[a]! += own * y[row]!;
      for (let b = 0; b <= a; b++) products[a * size + b]! += own * value(row, b);
    }
  }
  for (let a = 0; a < size; a++) {
    products[a * size + a]! += PENALTY * rows;
    for (let b = 0; b < a; b++) products[b * size + a] = products[a * size + b]!;
  }
  const { data: weights } = solve(matrix(products, [size, size]), matrix(right, [size, 1]));
  return (other) => {
    const predicted = new Float64Array(other.rows);
    for (let row = 0; row < other.rows; row++) {
      let sum = weights[columns]!;
      for (let c = 0; c < columns; c++) sum += weights[c]! * other.data[row * columns + c]!;
      predicted[row] = sum;
    }
    return predicted;
  };
}
