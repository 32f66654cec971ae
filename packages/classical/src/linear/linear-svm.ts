import type { Estimator, FittedEstimator, LearnOptions, Table } from '@neurite/core';
import { checkTable } from '../internal/check-table.js';
import type { Targets } from '../internal/check-targets.js';
import { classTargets } from '../internal/class-targets.js';
import { fitScores, squaredHingeOf } from '../internal/linear/fit-scores.js';
import { linearScores } from '../internal/linear/fitted-linear.js';
import { type PlaneOptions, type Planes, resolvePlanes, restorePlanes, savePlanes } from '../internal/linear/planes.js';
import { classesOfScores } from '../internal/rows.js';

const KIND = 'linearSvm';
const VERSION = 1;

export type LinearSvmOptions = PlaneOptions & {
  /** How much rows within the margin cost, compared with squares of coefficients. Above 0. Default 1. */
  readonly c?: number;
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
  const { classWeights, ...rules } = resolvePlanes(KIND, options, false);
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x, { known: true });
      const { labels, classes, weights } = classTargets(where, { y, rows: x.rows, classWeights }, learn);
      return fitted(fitScores({ where, x, labels, weights }, rules, squaredHingeOf(classes)));
    },
    restore: (saved) => fitted(restorePlanes(KIND, VERSION, saved)),
  };
}

function fitted(planes: Planes): FittedLinearSvm {
  const { coefficients, intercepts } = planes;
  const outputs = intercepts.length;
  const decide = (x: Table): Float64Array => linearScores(`${KIND}.predict`, x, planes);
  return {
    name: KIND,
    coefficients,
    intercepts,
    decide,
    predict: (x) => classesOfScores(decide(x), outputs),
    save: () => savePlanes(KIND, VERSION, planes),
  };
}
