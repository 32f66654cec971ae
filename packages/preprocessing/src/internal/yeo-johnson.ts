import type { Sample } from './collected.js';
import { minimizeBetween } from './minimize-between.js';
import { STEP, type Steps } from './steps.js';

/** `((1 + x)^λ − 1) / λ` from 0 on, and the same of −x with 2 − λ and the other sign below. */
export function yeoJohnson(x: number, lambda: number): number {
  return x < 0 ? -power(Math.log1p(-x), 2 - lambda) : power(Math.log1p(x), lambda);
}

/** The inverse; NaN beyond what the transformation reaches. */
export function inverseYeoJohnson(y: number, lambda: number): number {
  return y < 0 ? -root(-y, 2 - lambda) : root(y, lambda);
}

/** `(e^(λ·log) − 1) / λ`, with its limit at 0. */
function power(log: number, lambda: number): number {
  return lambda === 0 ? log : Math.expm1(lambda * log) / lambda;
}

function root(y: number, lambda: number): number {
  return Math.expm1(lambda === 0 ? y : Math.log1p(lambda * y) / lambda);
}

/** The λ of the greatest likelihood, if what is transformed is normally distributed. */
export function* bestLambda({ values, weights }: Sample): Steps<number> {
  const [first, last] = [values[0]!, values[values.length - 1]!];
  // Both within half of the exponents of a float64, for values up to 20 times as large.
  const largest = Math.log1p(20 * Math.max(Math.abs(first), Math.abs(last)));
  let [low, high] = [
    (Math.log(2 ** -1022) - Math.log(Number.EPSILON)) / 2 / largest,
    (Math.log(2) * (1024 - 52)) / 2 / largest,
  ];
  if (last < 0) [low, high] = [2 - high, 2 - low];
  else if (first < 0) [low, high] = [Math.max(2 - high, low), Math.min(2 - low, high)];
  const logs = new Float64Array(values.length);
  let total = 0;
  let logSum = 0;
  for (let i = 0; i < logs.length; i++) {
    if (i % STEP === 0) yield;
    logs[i] = Math.sign(values[i]!) * Math.log1p(Math.abs(values[i]!));
    const weight = weights?.[i] ?? 1;
    total += weight;
    logSum += weight * logs[i]!;
  }
  const transformed = new Float64Array(logs.length);
  return yield* minimizeBetween(
    function* (lambda) {
      return (total / 2) * (yield* logVariance(logs, lambda, transformed, weights, total)) - (lambda - 1) * logSum;
    },
    low,
    high,
  );
}

/** The logarithm of the variance of the transformed values, of whose logs with their signs `logs` consists. */
function* logVariance(
  logs: Float64Array,
  lambda: number,
  transformed: Float64Array,
  weights: Float64Array | undefined,
  total: number,
): Steps<number> {
  // Where all have one sign, relative to the first: far from 0 the values would lose all their digits in the power.
  const sign = logs[0]! >= 0 ? 1 : logs[logs.length - 1]! < 0 ? -1 : 0;
  const exponent = sign === -1 ? 2 - lambda : lambda;
  const origin = sign === 0 ? 0 : Math.abs(logs[logs.length >>> 1]!);
  for (let i = 0; i < logs.length; i++) {
    if (i % STEP === 0) yield;
    const log = logs[i]!;
    if (sign === 0) transformed[i] = log < 0 ? -power(-log, 2 - lambda) : power(log, lambda);
    else transformed[i] = power(Math.abs(log) - origin, exponent);
  }
  let mean = 0;
  yield;
  for (let i = 0; i < transformed.length; i++) mean += ((weights?.[i] ?? 1) / total) * transformed[i]!;
  let variance = 0;
  yield;
  for (let i = 0; i < transformed.length; i++) {
    variance += ((weights?.[i] ?? 1) / total) * (transformed[i]! - mean) ** 2;
  }
  return variance > 0 ? Math.log(variance) + 2 * exponent * origin : Number.POSITIVE_INFINITY;
}
