import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { linearEstimator } from '../internal/linear/fitted-linear.js';
import { solveGram } from '../internal/linear/solve-gram.js';
import type { LinearEstimator, LinearOptions } from './linear-options.js';

const KIND = 'ridgeRegression';

export type RidgeRegressionOptions = LinearOptions & {
  /** How much squares of coefficients cost. At least 0. Default 1. */
  readonly alpha?: number;
};

/**
 * Ridge regression: the coefficients β and the intercept b with the smallest Σ w (y − xβ − b)² + α Σ β². Columns should
 * have similar scales, since the cost of a coefficient depends on that of its column. Fitting blocks until it is done.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 3, columns: 1, data: Float64Array.of(1, 2, 3) };
 * const model = ridgeRegression({ alpha: 2 }).fit(x, Float64Array.of(3, 5, 7));
 * console.log(model.coefficients, model.intercept); // 1, 3
 * @see Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970
 */
export function ridgeRegression(options: RidgeRegressionOptions = {}): LinearEstimator {
  const { alpha, intercept } = resolveOptions(KIND, options, { alpha: 1, intercept: true });
  checkNumber(KIND, 'alpha', alpha, { atLeast: 0 });
  return linearEstimator(KIND, intercept, (problem) => solveGram(problem, { alpha, center: intercept }));
}
