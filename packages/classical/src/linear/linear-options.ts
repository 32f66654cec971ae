import type { Estimator, FittedEstimator, LearnOptions, Table } from '@neurite/core';

export type LinearOptions = {
  /** Whether a constant is learned too. Default true. */
  readonly intercept?: boolean;
};

/** y = Σ coefficients × x + intercept. */
export interface FittedLinear extends FittedEstimator {
  /** One for each column. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

/** A linear model of values; learns in the call itself. */
export interface LinearEstimator extends Estimator<Table, FittedLinear> {
  fit(x: Table, y: Float64Array | Float32Array | Int32Array, options?: LearnOptions): FittedLinear;
}
