import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { descendCoordinates } from '../internal/linear/coordinate-descent.js';
import { linearEstimator } from '../internal/linear/fitted-linear.js';
import type { LinearEstimator, LinearOptions } from './linear-options.js';

export type LassoOptions = LinearOptions & {
  /** How much coefficients cost. At least 0. Default 1. */
  readonly alpha?: number;
  /** Whether no coefficient may be below 0. Default false. */
  readonly positive?: boolean;
  /** Ends when no coefficient changes predictions by more, in standard deviations of the targets. At least 0. Default 1e-8. */
  readonly tolerance?: number;
  /** How often it goes through the columns at most. At least 1. Default 10,000. */
  readonly maxIterations?: number;
};

export type ElasticNetOptions = LassoOptions & {
  /** The share ρ of the absolute values in the cost; the rest is that of the squares. From 0 to 1. Default 0.5. */
  readonly l1Ratio?: number;
};

/**
 * Linear regression with few and small coefficients: the β and b with the smallest
 * ½ Σ w (y − xβ − b)² / Σ w + α (ρ Σ |β| + ½ (1 − ρ) Σ β²). Columns should have similar scales, since the cost of a
 * coefficient depends on that of its column. Fitting blocks until it is done.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(1, 5, 2, 3, 3, 4, 4, 5) };
 * const model = elasticNet({ alpha: 0.1 }).fit(x, Float64Array.of(3, 5, 7, 9));
 * console.log(model.coefficients); // about 1.9 and 0
 * @see Zou and Hastie, "Regularization and variable selection via the elastic net", 2005; Friedman, Hastie and Tibshirani,
 *   "Regularization paths for generalized linear models via coordinate descent", 2010
 */
export function elasticNet(options: ElasticNetOptions = {}): LinearEstimator {
  return penalized('elasticNet', resolveOptions('elasticNet', options, { ...defaults, l1Ratio: 0.5 }));
}

/**
 * Linear regression with few coefficients that are not 0: {@link elasticNet} with the cost of absolute values alone,
 * ½ Σ w (y − xβ − b)² / Σ w + α Σ |β|.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(1, 5, 2, 3, 3, 4, 4, 5) };
 * console.log(lasso({ alpha: 0.1 }).fit(x, Float64Array.of(3, 5, 7, 9)).coefficients[1]); // 0
 * @see Tibshirani, "Regression shrinkage and selection via the lasso", 1996
 */
export function lasso(options: LassoOptions = {}): LinearEstimator {
  return penalized('lasso', { ...resolveOptions('lasso', options, defaults), l1Ratio: 1 });
}

const defaults = { alpha: 1, positive: false, tolerance: 1e-8, maxIterations: 10_000, intercept: true };

function penalized(
  kind: string,
  options: { readonly [K in keyof ElasticNetOptions]-?: Exclude<ElasticNetOptions[K], undefined> },
): LinearEstimator {
  const { alpha, l1Ratio, positive, tolerance, maxIterations, intercept } = options;
  checkNumber(kind, 'alpha', alpha, { atLeast: 0 });
  checkNumber(kind, 'l1Ratio', l1Ratio, { atLeast: 0, atMost: 1 });
  checkNumber(kind, 'tolerance', tolerance, { atLeast: 0 });
  checkInteger(kind, 'maxIterations', maxIterations, { min: 1 });
  const rules = { alpha, l1Ratio, positive, tolerance, maxIterations };
  return linearEstimator(kind, intercept, ({ moments }) => descendCoordinates(moments, rules));
}
