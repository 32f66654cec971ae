import type { Metric } from '@neurite/core';
import { type EachOutput, explained, momentsMetric, type OutputsOptions } from '../internal/moments.js';

/**
 * The share of the variance of the targets that predictions explain, `1 − Var(target − prediction) / Var(target)`: as
 * `rSquared`, but for a constant error. Of targets that are all equal it is 1 where errors are too, else 0.
 *
 * Predictions and targets have the same shape, [batch] or [batch, …]; each element of a sample is an output of its own, and
 * their values are averaged (`average`). Weights are of that shape or of its first axes. NaN once an element is NaN, and for
 * an empty set, of which there is no output.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for weights below 0
 * @example
 * const metrics = { explainedVariance: explainedVariance() };
 */
export function explainedVariance(options?: OutputsOptions): Metric;
export function explainedVariance(options: EachOutput): Metric<number[]>;
export function explainedVariance(options: OutputsOptions | EachOutput = {}): Metric<number> | Metric<number[]> {
  return momentsMetric('explainedVariance', ({ ee, tt }) => explained(ee, tt), options);
}
