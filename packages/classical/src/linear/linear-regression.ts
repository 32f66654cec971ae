import { resolveOptions } from '@neurite/core/checks';
import { linearEstimator } from '../internal/linear/fitted-linear.js';
import { solveGram } from '../internal/linear/solve-gram.js';
import type { LinearEstimator, LinearOptions } from './linear-options.js';

const KIND = 'linearRegression';

/**
 * Linear regression by least squares: the coefficients β and the intercept b with the smallest Σ w (y − xβ − b)².
 *
 * From the sums of products of the columns, refined by what the solution leaves of the targets; where columns depend on
 * one another, the shortest of many solutions. Fitting blocks until it is done.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown
 * @example
 * const x = { rows: 3, columns: 1, data: Float64Array.of(1, 2, 3) };
 * const model = linearRegression().fit(x, Float64Array.of(3, 5, 7));
 * console.log(model.coefficients, model.intercept); // 2, 1
 */
export function linearRegression(options: LinearOptions = {}): LinearEstimator {
  const { intercept } = resolveOptions(KIND, options, { intercept: true });
  return linearEstimator(KIND, intercept, (problem) => solveGram(problem, { alpha: 0, center: intercept }));
}
