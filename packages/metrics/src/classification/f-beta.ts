import { checkNumber, type Metric } from '@neurite/core';
import type { AverageOptions, PerClassOptions } from '../average.js';
import { averagedScore } from '../internal/averaged-score.js';
import { ratio } from '../internal/ratio.js';

export type FBetaOptions = AverageOptions & {
  /** How much recall counts more than precision: a finite number above 0. */
  readonly beta: number;
};

/**
 * The harmonic mean of precision and recall, in which recall counts beta times as much:
 * `(1 + β²)·hits / (β²·actual + predicted)`, over the whole set. 0 for a class that never occurs, as in scikit-learn. `f1` is
 * that of beta 1.
 *
 * Takes predictions and targets as `precision` does. NaN once a prediction is NaN.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when an option is unknown or out of its range; `statistics` ShapeError and DtypeError for tensors of
 *   other shapes and dtypes, `value` ArgumentError for targets outside the classes and weights below 0
 * @example
 * const metrics = { f2: fBeta({ beta: 2 }), each: fBeta({ beta: 0.5, average: 'none' }) };
 * @see van Rijsbergen 1979, Information Retrieval
 */
export function fBeta(options: FBetaOptions): Metric;
export function fBeta(options: PerClassOptions & Pick<FBetaOptions, 'beta'>): Metric<number[]>;
export function fBeta(
  options: (AverageOptions | PerClassOptions) & Pick<FBetaOptions, 'beta'>,
): Metric<number> | Metric<number[]> {
  const { beta, ...average } = options ?? {};
  checkNumber('fBeta', 'beta', beta, { above: 0 });
  const square = beta ** 2;
  const score = ({ hits, predicted, actual }: { hits: number; predicted: number; actual: number }): number =>
    ratio((1 + square) * hits, square * actual + predicted);
  return averagedScore('fBeta', score, average);
}
