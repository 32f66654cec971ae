import type { Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

/**
 * Of what is of a class, the share that was predicted as it: `hits / actual`, over the whole set and not as a mean
 * over batches. 0 for a class that is never true, as in scikit-learn.
 *
 * Takes predictions and targets as `precision` does. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { recall: recall({ average: 'binary', threshold: 0.5 }) };
 */
export function recall(options?: AverageOptions): Metric;
export function recall(options: PerClassOptions): Metric<number[]>;
export function recall(options: AverageOptions | PerClassOptions = {}): Metric<number> | Metric<number[]> {
  return averagedScore('recall', ({ hits, actual }) => ratio(hits, actual), options);
}
