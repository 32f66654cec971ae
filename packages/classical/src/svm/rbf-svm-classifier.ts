import type { Estimator, FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { type ClassWeights, checkClassWeights, classTargets } from '../internal/class-targets.js';
import { largestOfRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';
import { learnPairs, type PairMachines, pairsOf, sumsOfPairs } from '../internal/svm/one-against-one.js';
import { RbfSums } from '../internal/svm/rbf-sums.js';
import { checkSvm, gammaOf, svmDefaults } from '../internal/svm/resolve-svm.js';
import { takeRows } from '../internal/take-rows.js';
import { Turns } from '../internal/turns.js';
import type { RbfSvmOptions } from './rbf-svm-options.js';

const KIND = 'rbfSvmClassifier';
const VERSION = 1;

export type RbfSvmClassifierOptions = RbfSvmOptions & {
  /**
   * By what the weights of the rows of each class are multiplied: a number of at least 0 for each class, or `'balanced'`
   * for rows / (classes × rows of the class). Default: 1 each.
   */
  readonly classWeights?: ClassWeights;
};

/** Classes by kernels around support vectors, with a machine for each pair of classes. */
export interface FittedRbfSvmClassifier extends FittedEstimator {
  /** The rows that it depends on, class by class. */
  readonly support: Table;
  /** How many of them each class has. */
  readonly supportCounts: Int32Array;
  /** Of each support vector against each other class, in the order of their indices: (classes − 1) × support vectors. */
  readonly coefficients: Float64Array;
  /** Of the classes 0 and 1, 0 and 2, …, 1 and 2, … */
  readonly intercepts: Float64Array;
  readonly gamma: number;
  /**
   * @returns for two classes one score for each row, above 0 on the side of class 1; for more, rows × classes: how many others
   *   a class wins against, plus or minus less than ⅓ by how far it wins
   */
  decide(x: Table): Float64Array;
}

/**
 * Support vector machine with the kernel exp(−γ |a − b|²): the smoothest border with few rows on the wrong side or near it,
 * of the smallest ½ |f|² + C Σ w max(0, 1 − t f(x)), with t = 1 for the rows of one class and −1 for those of the other. Of
 * more than two classes, the one that wins against most others, the first of those that win equally often.
 *
 * Targets are indices of classes from 0. Columns should have similar scales. Time grows with the square of the number of rows
 * or faster: for up to some 10,000. There are no probabilities; `calibratedClassifier` adds them, by Platt's sigmoid.
 *
 * @returns an estimator that takes tables without missing values; its `fit` lets the event loop have turns, and ends with the
 *   reason of its signal once that is aborted
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
 * const model = await rbfSvmClassifier({ c: 10 }).fit(x, Int32Array.of(0, 1, 1, 0));
 * console.log(model.predict(x)); // 0, 1, 1, 0
 * @see Cortes and Vapnik, "Support-vector networks", 1995; Platt, "Fast training of support vector machines using sequential
 *   minimal optimization", 1999
 */
export function rbfSvmClassifier(options: RbfSvmClassifierOptions = {}): Estimator<Table, FittedRbfSvmClassifier> {
  const resolved = resolveOptions(KIND, options, { ...svmDefaults, classWeights: undefined });
  checkSvm(KIND, resolved);
  const { c, classWeights } = resolved;
  checkClassWeights(KIND, classWeights);
  return {
    name: KIND,
    fit: async (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const { labels, classes, weights } = classTargets(where, { y, rows: x.rows, classWeights }, learn);
      const counted = weights && Uint32Array.from(weights.keys()).filter((row) => weights[row]! > 0);
      const gamma = gammaOf(counted === undefined ? x : takeRows(x, counted), resolved.gamma);
      const upper = weights?.map((weight) => c * weight) ?? new Float64Array(x.rows).fill(c);
      const rules = { ...resolved, gamma };
      const { support, ...machines } = await learnPairs({ x, labels, classes, upper }, rules, new Turns(learn.signal));
      const { data } = takeRows(x, support);
      return fitted({ ...machines, gamma, support: { rows: support.length, columns: x.columns, data } });
    },
    restore: (saved) => {
      const where = `${KIND}.restore`;
      readSaved(saved, { kind: KIND, version: VERSION, names: ['support', 'counts', 'coefficients', 'intercepts'] });
      const { counts, ...numbers } = saved.arrays as Saved; // checked
      const { columns, gamma } = saved.json;
      checkInteger(where, 'columns', columns, { min: 1 });
      checkNumber(where, 'gamma', gamma, { above: 0 });
      const { support, coefficients, intercepts } = numbers;
      const rows = counts.reduce((sum, count) => sum + count, 0);
      const classes = counts.length;
      const valid =
        classes >= 2 &&
        counts.every((count) => Number.isInteger(count) && count >= 0) &&
        support.length === rows * columns &&
        coefficients.length === rows * (classes - 1) &&
        intercepts.length === (classes * (classes - 1)) / 2;
      if (!valid) {
        const expected = `have support vectors of ${columns} columns with coefficients, and an intercept for each pair of classes`;
        const received = `${support.length} numbers, ${coefficients.length} coefficients and ${intercepts.length} intercepts`;
        throw new FormatError({ where, argument: 'saved', expected, received });
      }
      return fitted({ counts, coefficients, intercepts, gamma, support: { rows, columns, data: support } });
    },
  };
}

type Saved = Record<'support' | 'coefficients' | 'intercepts', Float64Array> & { readonly counts: Int32Array };

type Learned = Omit<PairMachines, 'support'> & { readonly support: Table; readonly gamma: number };

function fitted({ support, counts, coefficients, intercepts, gamma }: Learned): FittedRbfSvmClassifier {
  const classes = counts.length;
  const sums = new RbfSums(support, { gamma, sums: sumsOfPairs({ counts, coefficients }) });
  const scores = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns: support.columns });
    const own = new Float64Array(x.rows * intercepts.length);
    for (let row = 0; row < x.rows; row++) own.set(intercepts, row * intercepts.length);
    sums.add(x, intercepts.length, own);
    return own;
  };
  return {
    name: KIND,
    support,
    supportCounts: counts,
    coefficients,
    intercepts,
    gamma,
    decide: (x) => (classes === 2 ? scores(x) : count(scores(x), classes, true)),
    predict: (x) =>
      classes === 2
        ? scores(x).map((score) => (score > 0 ? 1 : 0))
        : largestOfRows(count(scores(x), classes, false), classes),
    save: () => ({
      json: { kind: KIND, version: VERSION, columns: support.columns, gamma },
      arrays: { support: support.data, counts, coefficients, intercepts },
    }),
  };
}

/** How many pairs each class wins; with their scores, made smaller, if asked for: rows × classes. */
function count(scores: Float64Array, classes: number, graded: boolean): Float64Array {
  const pairs = pairsOf(classes);
  const rows = scores.length / pairs.length;
  const wins = new Float64Array(rows * classes);
  const sums = new Float64Array(classes);
  for (let row = 0; row < rows; row++) {
    sums.fill(0);
    for (const [pair, [low, high]] of pairs.entries()) {
      const score = scores[row * pairs.length + pair]!;
      wins[row * classes + (score > 0 ? high : low)]!++;
      sums[low]! -= score;
      sums[high]! += score;
    }
    if (!graded) continue;
    // Below ⅓, so that no sum of scores outweighs a win.
    for (let k = 0; k < classes; k++) wins[row * classes + k]! += sums[k]! / (3 * (Math.abs(sums[k]!) + 1));
  }
  return wins;
}
