import {
  checkInteger,
  checkNumber,
  type Estimator,
  type FittedEstimator,
  FormatError,
  type LearnOptions,
  resolveOptions,
  type Table,
} from '@neurite/core';
import { checkTable } from '../internal/check-table.js';
import type { Targets } from '../internal/check-targets.js';
import { type ClassWeights, checkClassWeights, classTargets } from '../internal/class-targets.js';
import { fitScores, squaredHingeOf } from '../internal/linear/fit-scores.js';
import { linearScores } from '../internal/linear/fitted-linear.js';
import { largestOfRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';
import type { LinearOptions } from './linear-options.js';

const KIND = 'linearSvm';
const VERSION = 1;

export type LinearSvmOptions = LinearOptions & {
  /** How much rows within the margin cost, compared with squares of coefficients. Above 0. Default 1. */
  readonly c?: number;
  /**
   * By what the weights of the rows of each class are multiplied: a number of at least 0 for each class, or `'balanced'`
   * for rows / (classes × rows of the class). Default: 1 each.
   */
  readonly classWeights?: ClassWeights;
  /** Ends when no element of the gradient, divided by the sum of the weights, is larger. At least 0. Default 1e-4. */
  readonly tolerance?: number;
  /** How many steps of L-BFGS are taken at most. At least 1. Default 1000. */
  readonly maxIterations?: number;
};

/** Classes by the sides of planes. */
export interface FittedLinearSvm extends FittedEstimator {
  /** Of class 1 for two classes, of each class against the others for more: outputs × columns. */
  readonly coefficients: Float64Array;
  /** One for each output. */
  readonly intercepts: Float64Array;
  /** @returns xβ + b, above 0 on the side of the class: rows × outputs */
  decide(x: Table): Float64Array;
}

/** See {@link linearSvm}; learns in the call itself. */
export interface LinearSvm extends Estimator<Table, FittedLinearSvm> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedLinearSvm;
}

/**
 * Linear support vector machine: the plane with the smallest ½ |β|² + C Σ w max(0, 1 − t (xβ + b))², with t = 1 for the rows
 * of a class and −1 for the others; of more than two classes, each against the others. There are no probabilities.
 *
 * Targets are indices of classes from 0. Columns should have similar scales, since the cost of a coefficient depends on that
 * of its column. Fitting blocks until it is done.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = linearSvm().fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(4) })); // 1
 * @see Cortes and Vapnik, "Support-vector networks", 1995; Fan et al., "LIBLINEAR: a library for large linear
 *   classification", 2008, whose squared hinge loss this is, by L-BFGS and without a cost of the intercept
 */
export function linearSvm(options: LinearSvmOptions = {}): LinearSvm {
  const { c, intercept, classWeights, tolerance, maxIterations } = resolveOptions(KIND, options, {
    c: 1,
    intercept: true,
    classWeights: undefined,
    tolerance: 1e-4,
    maxIterations: 1000,
  });
  checkNumber(KIND, 'c', c, { above: 0 });
  checkClassWeights(KIND, classWeights);
  checkNumber(KIND, 'tolerance', tolerance, { atLeast: 0 });
  checkInteger(KIND, 'maxIterations', maxIterations, { min: 1 });
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const { labels, classes, weights } = classTargets(where, { y, rows: x.rows, classWeights }, learn);
      const rules = { c, intercept, tolerance, maxIterations };
      return fitted(fitScores({ x, labels, weights }, rules, squaredHingeOf(classes)));
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['coefficients', 'intercepts'] });
      const { coefficients, intercepts } = saved.arrays as Record<'coefficients' | 'intercepts', Float64Array>; // checked
      if (coefficients.length === 0 || intercepts.length === 0 || coefficients.length % intercepts.length !== 0) {
        const received = `${coefficients.length} and ${intercepts.length}`;
        const expected = 'have as many coefficients for each intercept';
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fitted({ coefficients, intercepts });
    },
  };
}

function fitted(planes: { readonly coefficients: Float64Array; readonly intercepts: Float64Array }): FittedLinearSvm {
  const { coefficients, intercepts } = planes;
  const outputs = intercepts.length;
  const decide = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns: coefficients.length / outputs });
    return linearScores(x, coefficients, intercepts);
  };
  return {
    name: KIND,
    coefficients,
    intercepts,
    decide,
    predict: (x) => {
      const scores = decide(x);
      return outputs === 1 ? scores.map((score) => (score > 0 ? 1 : 0)) : largestOfRows(scores, outputs);
    },
    save: () => ({ json: { kind: KIND, version: VERSION }, arrays: { coefficients, intercepts } }),
  };
}
