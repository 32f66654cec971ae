import type { Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

/**
 * The harmonic mean of precision and recall: `2 · hits / (predicted + actual)`, over the whole set. 0 for a class that
 * never occurs, as in scikit-learn. The average is over the f1 of the classes.
 *
 * Takes predictions and targets as `precision` does. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { f1: f1({ average: 'weighted' }) };
 */
export function f1(options?: AverageOptions): Metric;
export function f1(options: PerClassOptions): Metric<number[]>;
export function f1(options: AverageOptions | PerClassOptions = {}): Metric<number> | Metric<number[]> {
  return averagedScore('f1', ({ hits, predicted, actual }) => ratio(2 * hits, predicted + actual), options);
}
