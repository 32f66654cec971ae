import { NumericError } from '@neurite/core/errors';
import { cholesky, eigenSymmetric, type Matrix, matrix } from '@neurite/numeric';
import type { LinearProblem } from './fitted-linear.js';

/** How often what the solution leaves is solved for: rounding of the squared columns goes away. */
const REFINEMENTS = 2;
/** No more is solved for after a step that is smaller, relative to the solution. */
const SMALL_STEP = 1e-8;
/** Directions whose share of the variance is less are left out. */
const SMALLEST = 1e-13;

/** The β with (XᵀX + αI) β = Xᵀy; the shortest where there are many. */
export function solveGram(
  { x, y, weights, moments }: LinearProblem,
  { alpha, center }: { readonly alpha: number; readonly center: boolean },
): Float64Array {
  const { gram, size, means } = moments;
  const columns = size - 1;
  const a = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) a[i * columns + j] = gram[i * size + j]! + (i === j ? alpha : 0);
    right[i] = gram[i * size + columns]!;
  }
  const solve = solverOf(a, columns);
  const solution = solve(right);
  const middle = center ? means.subarray(0, columns) : new Float64Array(columns);
  for (let round = 0; round < REFINEMENTS; round++) {
    const rest = restOf({ x, y, weights }, solution, {
      middle,
      offset: center ? means[columns]! - dot(solution, middle) : 0,
    });
    const step = solve(rest.map((value, column) => value - alpha * solution[column]!));
    for (let column = 0; column < columns; column++) solution[column]! += step[column]!;
    // The next step would be as much smaller again.
    if (largest(step) <= SMALL_STEP * largest(solution)) break;
  }
  return solution;
}

/** Xᵀ of what the solution leaves of the targets. */
function restOf(
  { x: { rows, columns, data }, y, weights }: Omit<LinearProblem, 'moments'>,
  solution: Float64Array,
  { middle, offset }: { readonly middle: Float64Array; readonly offset: number },
): Float64Array {
  const rest = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let even = 0;
    let odd = 0;
    let column = 0;
    for (; column + 1 < columns; column += 2) {
      even += data[from + column]! * solution[column]!;
      odd += data[from + column + 1]! * solution[column + 1]!;
    }
    if (column < columns) even += data[from + column]! * solution[column]!;
    const residual = (y[row]! - (even + odd + offset)) * (weights === undefined ? 1 : weights[row]!);
    for (column = 0; column < columns; column++) rest[column]! += residual * (data[from + column]! - middle[column]!);
  }
  return rest;
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Solves with one matrix many times: by Cholesky's factor of the scaled matrix, by eigenvectors where it has none. */
function solverOf(a: Float64Array, columns: number): (right: Float64Array) => Float64Array {
  const scales = Float64Array.from({ length: columns }, (_, i) => Math.sqrt(a[i * columns + i]!) || 1);
  const scaled = a.map((value, i) => value / (scales[Math.floor(i / columns)]! * scales[i % columns]!));
  const factor = factorOf(matrix(scaled, [columns, columns]));
  if (factor !== undefined) {
    return (right) =>
      solveFactored(
        factor,
        right.map((value, i) => value / scales[i]!),
      ).map((value, i) => value / scales[i]!);
  }
  const { values, vectors } = eigenSymmetric(matrix(a, [columns, columns]));
  const least = SMALLEST * Math.max(...values, 0);
  return (right) => {
    const solution = new Float64Array(columns);
    for (let k = 0; k < columns; k++) {
      if (!(values[k]! > least)) continue;
      let product = 0;
      for (let i = 0; i < columns; i++) product += vectors.data[i * columns + k]! * right[i]!;
      for (let i = 0; i < columns; i++) solution[i]! += (product / values[k]!) * vectors.data[i * columns + k]!;
    }
    return solution;
  };
}

function factorOf(scaled: Matrix): Matrix | undefined {
  try {
    const factor = cholesky(scaled);
    const columns = scaled.shape[0];
    for (let i = 0; i < columns; i++) if (!(factor.data[i * columns + i]! ** 2 > SMALLEST)) return undefined;
    return factor;
  } catch (error) {
    if (error instanceof NumericError) return undefined;
    throw error;
  }
}

/** L Lᵀ x = right. */
function solveFactored({ data, shape: [size] }: Matrix, right: Float64Array): Float64Array {
  const solution = right.slice();
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) solution[i]! -= data[i * size + j]! * solution[j]!;
    solution[i]! /= data[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let j = i + 1; j < size; j++) solution[i]! -= data[j * size + i]! * solution[j]!;
    solution[i]! /= data[i * size + i]!;
  }
  return solution;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
