import type { Estimator, FittedEstimator, LearnOptions, Table } from '@neurite/core';
import { sigmoid } from '../internal/boosting/losses.js';
import { checkTable } from '../internal/check-table.js';
import type { Targets } from '../internal/check-targets.js';
import { classTargets } from '../internal/class-targets.js';
import { crossEntropyOf, fitScores } from '../internal/linear/fit-scores.js';
import { linearScores } from '../internal/linear/fitted-linear.js';
import { type PlaneOptions, type Planes, resolvePlanes, restorePlanes, savePlanes } from '../internal/linear/planes.js';
import { classesOfScores, softmaxRows } from '../internal/rows.js';

const KIND = 'logisticRegression';
const VERSION = 1;

export type LogisticRegressionOptions = PlaneOptions & {
  /** The inverse of what squares of coefficients cost; infinity for no cost. Above 0. Default 1. */
  readonly c?: number;
};

/** The classes by sigmoid or softmax of linear scores. */
export interface FittedLogisticRegression extends FittedEstimator {
  /** Of class 1 for two classes, of each class for more: outputs × columns. */
  readonly coefficients: Float64Array;
  /** One for each output. */
  readonly intercepts: Float64Array;
  /** rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}

/** See {@link logisticRegression}; learns in the call itself. */
export interface LogisticRegression extends Estimator<Table, FittedLogisticRegression> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedLogisticRegression;
}

/**
 * Logistic regression for two classes, softmax regression for more: the coefficients with the smallest
 * −Σ w log P(class | x) + |β|² / (2 C), with P = σ(xβ + b) of class 1, or softmax(xβ + b) of all.
 *
 * Targets are indices of classes from 0. Columns are scaled for the search only: C acts on the coefficients of the columns as
 * they are. Fitting blocks until it is done.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = logisticRegression().fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(4) })); // 1
 * @see Cox, "The regression analysis of binary sequences", 1958; by L-BFGS
 */
export function logisticRegression(options: LogisticRegressionOptions = {}): LogisticRegression {
  const { classWeights, ...rules } = resolvePlanes(KIND, options, true);
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x, { known: true });
      const { labels, classes, weights } = classTargets(where, { y, rows: x.rows, classWeights }, learn);
      return fitted(fitScores({ where, x, labels, weights }, rules, crossEntropyOf(classes)));
    },
    restore: (saved) => fitted(restorePlanes(KIND, VERSION, saved)),
  };
}

function fitted(planes: Planes): FittedLogisticRegression {
  const { coefficients, intercepts } = planes;
  const outputs = intercepts.length;
  const decide = (x: Table): Float64Array => linearScores(`${KIND}.predict`, x, planes);
  const predictProbabilities = (x: Table): Float64Array => {
    const scores = decide(x);
    if (outputs > 1) return softmaxRows(scores, outputs);
    const result = new Float64Array(2 * x.rows);
    for (let row = 0; row < x.rows; row++) {
      result[2 * row] = sigmoid(-scores[row]!);
      result[2 * row + 1] = sigmoid(scores[row]!);
    }
    return result;
  };
  return {
    name: KIND,
    coefficients,
    intercepts,
    predict: (x) => classesOfScores(decide(x), outputs),
    predictProbabilities,
    save: () => savePlanes(KIND, VERSION, planes),
  };
}
