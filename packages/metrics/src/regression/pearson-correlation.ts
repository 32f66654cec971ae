import type { Metric } from '@neurite/core';
import { type EachOutput, momentsMetric, type OutputsOptions } from '../internal/moments.js';

/**
 * The linear correlation of predictions and targets, `Cov(p, t) / √(Var(p)·Var(t))`: from −1 to 1. NaN where predictions or
 * targets are all equal.
 *
 * Predictions and targets have the same shape, [batch] or [batch, …]; each element of a sample is an output of its own, and
 * their values are averaged (`average`). Weights are of that shape or of its first axes. NaN once an element is NaN, and for
 * an empty set, of which there is no output.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for weights below 0
 * @example
 * const metrics = { pearsonCorrelation: pearsonCorrelation() };
 */
export function pearsonCorrelation(options?: OutputsOptions): Metric;
export function pearsonCorrelation(options: EachOutput): Metric<number[]>;
export function pearsonCorrelation(options: OutputsOptions | EachOutput = {}): Metric<number> | Metric<number[]> {
  return momentsMetric('pearsonCorrelation', ({ pp, tt, pt }) => pt / Math.sqrt(pp * tt), options);
}
