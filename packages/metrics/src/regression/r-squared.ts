import type { Metric } from '@neurite/core';
import { type EachOutput, explained, momentsMetric, type OutputsOptions } from '../internal/moments.js';

/**
 * The coefficient of determination, `1 − Σ (target − prediction)² / Σ (target − mean)²`: 1 is perfect, 0 as good as the mean. Of
 * targets that are all equal it is 1 where predictions are right, else 0, as in scikit-learn.
 *
 * Predictions and targets have the same shape, [batch] or [batch, …]; each element of a sample is an output of its own, and
 * their values are averaged (`average`). Weights are of that shape or of its first axes. NaN once an element is NaN, and for
 * an empty set, of which there is no output.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for weights below 0
 * @example
 * const metrics = { rSquared: rSquared() };
 */
export function rSquared(options?: OutputsOptions): Metric;
export function rSquared(options: EachOutput): Metric<number[]>;
export function rSquared(options: OutputsOptions | EachOutput = {}): Metric<number> | Metric<number[]> {
  return momentsMetric('rSquared', ({ n, e, ee, tt }) => explained(ee + n * e * e, tt), options);
}
