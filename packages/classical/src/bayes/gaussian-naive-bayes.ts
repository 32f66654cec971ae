import {
  checkNumber,
  type Estimator,
  type FittedEstimator,
  FormatError,
  resolveOptions,
  type SavedEstimator,
  type Table,
} from '@neurite/core';
import { checkTable } from '../internal/check-table.js';
import { countClasses, rowWeights } from '../internal/check-targets.js';
import { largestOfRows, softmaxRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';

export type GaussianNaiveBayesOptions = {
  /**
   * What is added to each variance, as a share of the largest variance of a column, so that a column that is constant
   * within a class divides by nothing. Default 1e-9.
   */
  readonly smoothing?: number;
};

export interface FittedGaussianNaiveBayes extends FittedEstimator {
  /** The share of each class in the rows it has learned from. */
  readonly priors: Float64Array;
  /** Of each column in each class, classes × columns. */
  readonly means: Float64Array;
  /** Of each column in each class, smoothed, classes × columns. */
  readonly variances: Float64Array;
  predictProbabilities(x: Table): Float64Array;
}

const KIND = 'gaussianNaiveBayes';
const VERSION = 1;

/**
 * Naive Bayes of normally distributed columns: P(class | x) ∝ P(class) ∏ N(xᵢ; μ, σ²), with mean and variance of each
 * column in each class, as if the columns were independent within a class.
 *
 * Targets are indices of classes from 0; a class below the largest that has no row is never predicted. One pass over the
 * rows; blocks until it is done.
 *
 * @param options.smoothing see there; at least 0
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 1.2, 5, 5.2) };
 * const model = gaussianNaiveBayes().fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(4) })); // 1
 * @see Hand and Yu, "Idiot's Bayes: not so stupid after all?", 2001. The largest variance is that of the weighted rows;
 *   scikit-learn takes it without weights.
 */
export function gaussianNaiveBayes(options: GaussianNaiveBayesOptions = {}): GaussianNaiveBayes {
  const { smoothing } = resolveOptions(KIND, options, { smoothing: 1e-9 });
  checkNumber(KIND, 'smoothing', smoothing, { atLeast: 0 });
  return {
    name: KIND,
    fit: (x, y, { weights } = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const classes = countClasses(where, y, x.rows);
      return fitted(moments(x, y, { weights: rowWeights(where, weights, x.rows), classes, smoothing }));
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['priors', 'means', 'variances'] });
      const { priors, means, variances } = saved.arrays as Record<keyof Moments, Float64Array>; // checked
      if (means.length === 0 || means.length % priors.length !== 0 || variances.length !== means.length) {
        const received = `${means.length} means and ${variances.length} variances`;
        const expected = `have as many of both for each of ${priors.length} classes`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fitted({ priors, means, variances });
    },
  };
}

/** See {@link gaussianNaiveBayes}; learns in the call itself. */
export interface GaussianNaiveBayes extends Estimator<Table, FittedGaussianNaiveBayes> {
  fit(...args: Parameters<Estimator['fit']>): FittedGaussianNaiveBayes;
}

type Moments = { readonly priors: Float64Array; readonly means: Float64Array; readonly variances: Float64Array };

function moments(
  { rows, columns, data }: Table,
  y: ArrayLike<number>,
  { weights, classes, smoothing }: { weights: Float64Array; classes: number; smoothing: number },
): Moments {
  const total = new Float64Array(classes);
  const means = new Float64Array(classes * columns);
  const variances = new Float64Array(classes * columns);
  for (let row = 0; row < rows; row++) total[y[row]!]! += weights[row]!;
  const each = (target: Float64Array, term: (value: number, i: number) => number): void => {
    for (let row = 0; row < rows; row++) {
      const label = y[row]!;
      if (total[label] === 0) continue;
      const share = weights[row]! / total[label]!;
      for (let column = 0; column < columns; column++) {
        const i = label * columns + column;
        target[i]! += share * term(data[row * columns + column]!, i);
      }
    }
  };
  each(means, (value) => value);
  each(variances, (value, i) => (value - means[i]!) ** 2);
  const largest = largestVariance({ rows, columns, data }, weights);
  for (let i = 0; i < variances.length; i++) variances[i]! += smoothing * largest;
  const all = total.reduce((sum, value) => sum + value, 0);
  return { priors: total.map((value) => value / all), means, variances };
}

/** The largest variance of a column over all rows. */
function largestVariance({ rows, columns, data }: Table, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    let mean = 0;
    for (let row = 0; row < rows; row++) mean += (weights[row]! / total) * data[row * columns + column]!;
    let variance = 0;
    for (let row = 0; row < rows; row++)
      variance += (weights[row]! / total) * (data[row * columns + column]! - mean) ** 2;
    largest = Math.max(largest, variance);
  }
  return largest;
}

function fitted({ priors, means, variances }: Moments): FittedGaussianNaiveBayes {
  const classes = priors.length;
  const columns = means.length / classes;
  // log P(class) − ½ Σ log(2πσ²) of each class.
  const constants = priors.map((prior, label) => {
    const own = variances.subarray(label * columns, (label + 1) * columns);
    return Math.log(prior) - 0.5 * own.reduce((sum, variance) => sum + Math.log(2 * Math.PI * variance), 0);
  });
  const scores = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns });
    const joint = new Float64Array(x.rows * classes);
    for (let row = 0; row < x.rows; row++) {
      for (let label = 0; label < classes; label++) {
        let score = priors[label] === 0 ? -Infinity : constants[label]!;
        for (let column = 0; column < columns; column++) {
          const i = label * columns + column;
          if (priors[label] !== 0) score -= (x.data[row * columns + column]! - means[i]!) ** 2 / (2 * variances[i]!);
        }
        joint[row * classes + label] = score;
      }
    }
    return joint;
  };
  return {
    name: KIND,
    priors,
    means,
    variances,
    predict: (x) => largestOfRows(scores(x), classes),
    predictProbabilities: (x) => softmaxRows(scores(x), classes),
    save: (): SavedEstimator => ({ json: { kind: KIND, version: VERSION }, arrays: { priors, means, variances } }),
  };
}
