import type { Table } from '@neurite/core';
import { NumericError } from '@neurite/core/errors';
import { momentsOf } from '../products/moments.js';
import { Multiplier } from '../products/multiplier.js';
import { softmaxRows } from '../rows.js';

/** Normal distributions with their shares. */
export type Components = {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
};

/** log π + log N(x; μ, Σ) of each component: rows × components. */
export function componentLogs(where: string, x: Table, { weights, means, covariances }: Components): Float64Array {
  const { rows, columns } = x;
  const components = weights.length;
  const logs = new Float64Array(rows * components);
  for (let k = 0; k < components; k++) {
    const factor = factorOf(where, covariances.subarray(k * columns * columns, (k + 1) * columns * columns), columns);
    let constant = Math.log(weights[k]!) - 0.5 * columns * Math.log(2 * Math.PI);
    for (let i = 0; i < columns; i++) constant -= Math.log(factor[i * columns + i]!);
    // L z = x − μ; |z|² is the squared distance.
    const whitening = new Multiplier(inverseOf(factor, columns), columns);
    const center = means.subarray(k * columns, (k + 1) * columns);
    whitening.multiply(x, { start: 0, count: rows, center }, ({ products, stride, first, rows: block }) => {
      for (let i = 0; i < block; i++) {
        let distance = 0;
        for (let at = i * stride; at < i * stride + columns; at++) distance += products[at]! * products[at]!;
        logs[(first + i) * components + k] = constant - 0.5 * distance;
      }
    });
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
  x: Table,
  shares: Float64Array,
  { weights, regularization }: { readonly weights: Float64Array; readonly regularization: number },
): Components {
  const { rows, columns } = x;
  const count = shares.length / rows;
  const totals = new Float64Array(count);
  const means = new Float64Array(count * columns);
  const covariances = new Float64Array(count * columns * columns);
  for (let k = 0; k < count; k++) {
    const own = weights.map((weight, row) => weight * shares[row * count + k]!);
    const sums = momentsOf(x, { weights: own, center: true });
    // A component without rows keeps a share just above 0.
    const total = sums.total + 10 * Number.EPSILON;
    totals[k] = total;
    means.set(
      sums.means.map((mean) => (sums.total > 0 ? (mean * sums.total) / total : 0)),
      k * columns,
    );
    covariances.set(
      sums.gram.map((sum, i) => (sums.total > 0 ? sum / total : 0) + (i % (columns + 1) === 0 ? regularization : 0)),
      k * columns * columns,
    );
  }
  const all = totals.reduce((sum, value) => sum + value, 0);
  return { weights: totals.map((value) => value / all), means, covariances };
}

/** L⁻¹, row by row. */
function inverseOf(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    for (let i = column; i < size; i++) {
      let value = i === column ? 1 : 0;
      for (let j = column; j < i; j++) value -= factor[i * size + j]! * inverse[j * size + column]!;
      inverse[i * size + column] = value / factor[i * size + i]!;
    }
  }
  return inverse;
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
