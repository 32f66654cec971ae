import type { Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

/**
 * Of what is not of a class, the share that was not predicted as it: `1 − false / (count − actual)`, over the whole set. 0
 * where all samples are of the class.
 *
 * Takes predictions and targets as `precision` does. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { specificity: specificity(), each: specificity({ average: 'none' }) };
 */
export function specificity(options?: AverageOptions): Metric;
export function specificity(options: PerClassOptions): Metric<number[]>;
export function specificity(options: AverageOptions | PerClassOptions = {}): Metric<number> | Metric<number[]> {
  return averagedScore(
    'specificity',
    ({ hits, predicted, actual, count }) => ratio(count - predicted - actual + hits, count - actual),
    options,
  );
}
