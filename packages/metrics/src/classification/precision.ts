import type { Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

/**
 * Of what was predicted as a class, the share that is of it: `hits / predicted`, over the whole set and not as a mean
 * over batches. 0 for a class that was never predicted, as in scikit-learn.
 *
 * Predictions are scores of any kind, [batch, …, classes]; targets are int32 classes, [batch, …], or one-hot; weights
 * [batch, …] or of its first axes. For `average: 'binary'` predictions are one score per sample, [batch, …] or
 * [batch, …, 1], or two; targets are 0 or 1. Of equal scores the first counts. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { precision: precision({ average: 'macro' }) };
 */
export function precision(options?: AverageOptions): Metric;
export function precision(options: PerClassOptions): Metric<number[]>;
export function precision(options: AverageOptions | PerClassOptions = {}): Metric<number> | Metric<number[]> {
  return averagedScore('precision', ({ hits, predicted }) => ratio(hits, predicted), options);
}
