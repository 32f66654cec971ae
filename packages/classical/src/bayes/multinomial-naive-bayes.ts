import type { Estimator, FittedEstimator, Table } from '@neurite/core';
import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { countClasses, rowWeights } from '../internal/check-targets.js';
import { linearScores } from '../internal/linear/fitted-linear.js';
import { largestOfRows, softmaxRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';

export type MultinomialNaiveBayesOptions = {
  /** What is added to each count, so that a column that a class has never had does not rule it out. Above 0. Default 1. */
  readonly smoothing?: number;
};

export interface FittedMultinomialNaiveBayes extends FittedEstimator {
  /** The logarithm of the share of each class in the rows it has learned from; −∞ for one without rows. */
  readonly logPriors: Float64Array;
  /** log P(column | class), classes × columns. */
  readonly logProbabilities: Float64Array;
  /** rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}

/** See {@link multinomialNaiveBayes}; learns in the call itself. */
export interface MultinomialNaiveBayes extends Estimator<Table, FittedMultinomialNaiveBayes> {
  fit(...args: Parameters<Estimator['fit']>): FittedMultinomialNaiveBayes;
}

const KIND = 'multinomialNaiveBayes';
const VERSION = 1;

/**
 * Naive Bayes of counts, such as those of words: P(class | x) ∝ P(class) ∏ P(column | class)^x, with
 * P(column | class) = (count + α) / (Σ counts + α columns).
 *
 * Targets are indices of classes from 0; a class below the largest that has no row is never predicted. One pass over the
 * rows; blocks until it is done.
 *
 * @param options.smoothing α
 * @returns an estimator that takes tables of counts of at least 0, or other weights of words, without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 2, columns: 3, data: Float64Array.of(3, 0, 1, 0, 2, 1) };
 * const model = multinomialNaiveBayes().fit(x, Int32Array.of(0, 1));
 * console.log(model.predict({ rows: 1, columns: 3, data: Float64Array.of(1, 0, 5) })); // 0
 * @see Manning, Raghavan and Schütze, "Introduction to information retrieval", 2008, chapter 13
 */
export function multinomialNaiveBayes(options: MultinomialNaiveBayesOptions = {}): MultinomialNaiveBayes {
  const { smoothing } = resolveOptions(KIND, options, { smoothing: 1 });
  checkNumber(KIND, 'smoothing', smoothing, { above: 0 });
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkCounts(where, x);
      const classes = countClasses(where, y, x.rows);
      const weights = rowWeights(where, learn, x.rows);
      const { columns } = x;
      const totals = new Float64Array(classes);
      const counts = new Float64Array(classes * columns);
      for (let row = 0; row < x.rows; row++) {
        const weight = weights[row]!;
        const to = y[row]! * columns;
        const from = row * columns;
        totals[y[row]!]! += weight;
        for (let column = 0; column < columns; column++) counts[to + column]! += weight * x.data[from + column]!;
      }
      const all = totals.reduce((sum, total) => sum + total, 0);
      const logProbabilities = counts.map((count, i) => {
        const start = Math.floor(i / columns) * columns;
        const sum = counts.subarray(start, start + columns).reduce((part, own) => part + own, 0);
        return Math.log((count + smoothing) / (sum + smoothing * columns));
      });
      return fitted(
        totals.map((total) => Math.log(total / all)),
        logProbabilities,
      );
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['logPriors', 'logProbabilities'] });
      const { logPriors, logProbabilities } = saved.arrays as Record<'logPriors' | 'logProbabilities', Float64Array>; // checked
      if (logProbabilities.length === 0 || logProbabilities.length % logPriors.length !== 0) {
        const expected = `have as many probabilities for each of ${logPriors.length} classes`;
        const received = String(logProbabilities.length);
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fitted(logPriors, logProbabilities);
    },
  };
}

function fitted(logPriors: Float64Array, logProbabilities: Float64Array): FittedMultinomialNaiveBayes {
  const classes = logPriors.length;
  const scores = (x: Table): Float64Array => {
    const where = `${KIND}.predict`;
    checkCounts(where, x, logProbabilities.length / classes);
    return linearScores(where, x, { coefficients: logProbabilities, intercepts: logPriors });
  };
  return {
    name: KIND,
    logPriors,
    logProbabilities,
    predict: (x) => largestOfRows(scores(x), classes),
    predictProbabilities: (x) => softmaxRows(scores(x), classes),
    save: () => ({ json: { kind: KIND, version: VERSION }, arrays: { logPriors, logProbabilities } }),
  };
}

function checkCounts(where: string, x: Table, columns?: number): void {
  const data = x?.data ?? [];
  const known = allCounts(data);
  checkTable(where, x, { ...(columns === undefined ? {} : { columns }), known });
  if (known) return;
  const wrong = data.findIndex((value) => value < 0);
  const received = `${data[wrong]} in row ${Math.floor(wrong / x.columns)}, column ${wrong % x.columns}`;
  throw new ArgumentError({ where, argument: 'x', expected: 'have values of at least 0', received });
}

/** |x| − x is 0 of a finite number of at least 0, and of nothing else; four sums, so that none waits for another. */
function allCounts(data: Table['data']): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const even = data.length - (data.length % 4);
  for (let i = 0; i < even; i += 4) {
    a += Math.abs(data[i]!) - data[i]!;
    b += Math.abs(data[i + 1]!) - data[i + 1]!;
    c += Math.abs(data[i + 2]!) - data[i + 2]!;
    d += Math.abs(data[i + 3]!) - data[i + 3]!;
  }
  for (let i = even; i < data.length; i++) a += Math.abs(data[i]!) - data[i]!;
  return a + b + c + d === 0;
}
