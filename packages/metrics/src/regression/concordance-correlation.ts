import type { Metric } from '@neurite/core';
import { type EachOutput, momentsMetric, type OutputsOptions } from '../internal/moments.js';

/**
 * Lin's correlation, which is 1 only where predictions are the targets: `2·Cov(p, t) / (Var(p) + Var(t) + (mean(p) − mean(t))²)`.
 * NaN where predictions and targets are all equal to one number.
 *
 * Predictions and targets have the same shape, [batch] or [batch, …]; each element of a sample is an output of its own, and
 * their values are averaged (`average`). Weights are of that shape or of its first axes. NaN once an element is NaN, and for
 * an empty set, of which there is no output.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for weights below 0
 * @example
 * const metrics = { concordanceCorrelation: concordanceCorrelation() };
 * @see Lin 1989, A concordance correlation coefficient to evaluate reproducibility
 */
export function concordanceCorrelation(options?: OutputsOptions): Metric;
export function concordanceCorrelation(options: EachOutput): Metric<number[]>;
export function concordanceCorrelation(options: OutputsOptions | EachOutput = {}): Metric<number> | Metric<number[]> {
  return momentsMetric(
    'concordanceCorrelation',
    ({ n, p, t, pp, tt, pt }) => (2 * pt) / (pp + tt + n * (p - t) ** 2),
    options,
  );
}
