import { NumericError, type Table } from '@neurite/core';
import { softmaxRows } from '../rows.js';

/** Normal distributions with their shares. */
export type Components = {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
};

/** log π + log N(x; μ, Σ) of each component: rows × components. */
export function componentLogs(where: string, x: Table, { weights, means, covariances }: Components): Float64Array {
  const { rows, columns, data } = x;
  const components = weights.length;
  const logs = new Float64Array(rows * components);
  const rest = new Float64Array(columns);
  for (let k = 0; k < components; k++) {
    const factor = factorOf(where, covariances.subarray(k * columns * columns, (k + 1) * columns * columns), columns);
    let constant = Math.log(weights[k]!) - 0.5 * columns * Math.log(2 * Math.PI);
    for (let i = 0; i < columns; i++) constant -= Math.log(factor[i * columns + i]!);
    for (let row = 0; row < rows; row++) {
      // L z = x − μ; |z|² is the squared distance.
      let distance = 0;
      for (let i = 0; i < columns; i++) {
        let value = data[row * columns + i]! - means[k * columns + i]!;
        for (let j = 0; j < i; j++) value -= factor[i * columns + j]! * rest[j]!;
        value /= factor[i * columns + i]!;
        rest[i] = value;
        distance += value * value;
      }
      logs[row * components + k] = constant - 0.5 * distance;
    }
  }
  return logs;
}

/** The probabilities of the components for each row, and the mean log likelihood. */
export function expect(
  where: string,
  x: Table,
  { components, weights }: { readonly components: Components; readonly weights: Float64Array },
): { readonly shares: Float64Array; readonly mean: number } {
  const logs = componentLogs(where, x, components);
  const count = components.weights.length;
  let sum = 0;
  let total = 0;
  for (let row = 0; row < x.rows; row++) {
    let largest = -Infinity;
    for (let k = 0; k < count; k++) largest = Math.max(largest, logs[row * count + k]!);
    let part = 0;
    for (let k = 0; k < count; k++) part += Math.exp(logs[row * count + k]! - largest);
    sum += weights[row]! * (largest + Math.log(part));
    total += weights[row]!;
  }
  return { shares: softmaxRows(logs, count), mean: sum / total };
}

/** The likeliest components for given probabilities of the components. */
export function maximize(
  { rows, columns, data }: Table,
  shares: Float64Array,
  { weights, regularization }: { readonly weights: Float64Array; readonly regularization: number },
): Components {
  const count = shares.length / rows;
  // A component without rows keeps a share just above 0.
  const totals = new Float64Array(count).fill(10 * Number.EPSILON);
  const means = new Float64Array(count * columns);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < count; k++) {
      const share = weights[row]! * shares[row * count + k]!;
      totals[k]! += share;
      for (let i = 0; i < columns; i++) means[k * columns + i]! += share * data[row * columns + i]!;
    }
  }
  for (let i = 0; i < means.length; i++) means[i]! /= totals[Math.floor(i / columns)]!;
  const covariances = new Float64Array(count * columns * columns);
  const rest = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < count; k++) {
      const share = weights[row]! * shares[row * count + k]!;
      if (share === 0) continue;
      for (let i = 0; i < columns; i++) rest[i] = data[row * columns + i]! - means[k * columns + i]!;
      for (let i = 0; i < columns; i++) {
        const start = (k * columns + i) * columns;
        const factor = (share * rest[i]!) / totals[k]!;
        for (let j = 0; j <= i; j++) covariances[start + j]! += factor * rest[j]!;
      }
    }
  }
  for (let k = 0; k < count; k++) {
    const start = k * columns * columns;
    for (let i = 0; i < columns; i++) {
      covariances[start + i * columns + i]! += regularization;
      for (let j = 0; j < i; j++) covariances[start + j * columns + i] = covariances[start + i * columns + j]!;
    }
  }
  const all = totals.reduce((sum, value) => sum + value, 0);
  return { weights: totals.map((value) => value / all), means, covariances };
}

/** L with L Lᵀ = Σ. */
function factorOf(where: string, covariance: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!;
      if (i !== j) factor[i * size + j] = sum / factor[j * size + j]!;
      else if (sum > 0) factor[i * size + i] = Math.sqrt(sum);
      else {
        const problem = 'the covariance of a component is not positive definite';
        throw new NumericError({ where, problem, advice: 'Use fewer components or a larger `regularization`' });
      }
    }
  }
  return factor;
}
