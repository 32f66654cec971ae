import { matrix, solve } from '@neurite/numeric';
import type { Encoded } from './encoder.js';

/** What is added to the diagonal, for each row. */
const PENALTY = 1e-3;

/** What a linear model knows of the rows that it learns from: XᵀX and Xᵀy, with a last column of 1. */
export type Products = { readonly rows: number; readonly matrix: Float64Array; readonly right: Float64Array };

/** The products of some rows. */
export function productsOf({ rows, columns, data }: Encoded, y: ArrayLike<number>): Products {
  const size = columns + 1;
  const products = new Float64Array(size * size);
  const right = new Float64Array(size);
  const row = new Float64Array(size).fill(1);
  for (let r = 0; r < rows; r++) {
    row.set(data.subarray(r * columns, (r + 1) * columns));
    for (let a = 0; a < size; a++) {
      const own = row[a]!;
      // Most columns of words are 0.
      if (own === 0) continue;
      right[a]! += own * y[r]!;
      for (let b = 0, at = a * size; b <= a; b++, at++) products[at]! += own * row[b]!;
    }
  }
  return { rows, matrix: products, right };
}

/** The products of all rows but some. */
export function without(all: Products, some: Products): Products {
  return {
    rows: all.rows - some.rows,
    matrix: all.matrix.map((value, i) => value - some.matrix[i]!),
    right: all.right.map((value, i) => value - some.right[i]!),
  };
}

/** The products of all rows of some. */
export function sumOf(parts: readonly Products[]): Products {
  return parts.reduce((sum, part) => ({
    rows: sum.rows + part.rows,
    matrix: sum.matrix.map((value, i) => value + part.matrix[i]!),
    right: sum.right.map((value, i) => value + part.right[i]!),
  }));
}

/** Linear regression with an L2 penalty: a function that predicts rows. */
export function ridgeRegression({ rows, matrix: products, right }: Products): (other: Encoded) => Float64Array {
  const size = right.length;
  const columns = size - 1;
  const full = products.slice();
  for (let a = 0; a < size; a++) {
    full[a * size + a]! += PENALTY * rows;
    for (let b = 0; b < a; b++) full[b * size + a] = full[a * size + b]!;
  }
  const { data: weights } = solve(matrix(full, [size, size]), matrix(right, [size, 1]));
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
