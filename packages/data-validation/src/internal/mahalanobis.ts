import { cholesky, matrix } from '@neurite/numeric';
import type { Encoder } from './encoder-type.js';
import type { Part } from './part.js';

/** What is added to the variances, so that columns that depend on one another divide by nothing. */
const RIDGE = 1e-3;
/** As many rows, evenly spaced, tell the center and the covariance. */
const MOST_ROWS = 50_000;

/**
 * The distance of each row from the center, √((x − μ)ᵀ Σ⁻¹ (x − μ)): large also where each value is ordinary and their
 * combination is not.
 */
export function mahalanobis(encoder: Encoder, part: Part): Float64Array {
  const { columns } = encoder;
  const row = new Float64Array(columns);
  const each = (step: number, visit: (row: number) => void): void => {
    for (let i = 0; i < part.rows; i += step) {
      encoder.write(part, i, { data: row, at: 0 });
      visit(i);
    }
  };
  const step = Math.ceil(part.rows / MOST_ROWS);
  const rows = Math.ceil(part.rows / step);
  const mean = new Float64Array(columns);
  each(step, () => {
    for (let c = 0; c < columns; c++) mean[c]! += row[c]! / rows;
  });
  const covariance = new Float64Array(columns * columns);
  each(step, () => {
    for (let a = 0; a < columns; a++) {
      for (let b = 0; b <= a; b++) {
        covariance[a * columns + b]! += ((row[a]! - mean[a]!) * (row[b]! - mean[b]!)) / rows;
      }
    }
  });
  for (let a = 0; a < columns; a++) {
    covariance[a * columns + a]! += RIDGE;
    for (let b = 0; b < a; b++) covariance[b * columns + a] = covariance[a * columns + b]!;
  }
  const { data: lower } = cholesky(matrix(covariance, [columns, columns]));
  const distances = new Float64Array(part.rows);
  const solved = new Float64Array(columns);
  each(1, (i) => {
    let sum = 0;
    for (let a = 0; a < columns; a++) {
      let value = row[a]! - mean[a]!;
      for (let b = 0; b < a; b++) value -= lower[a * columns + b]! * solved[b]!;
      solved[a] = value / lower[a * columns + a]!;
      sum += solved[a]! ** 2;
    }
    distances[i] = Math.sqrt(sum);
  });
  return distances;
}
