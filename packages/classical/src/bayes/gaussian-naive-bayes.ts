import type { Estimator, FittedEstimator, SavedEstimator, Table } from '@neurite/core';
import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
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
    fit: (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const classes = countClasses(where, y, x.rows);
      return fitted(moments(x, y, { weights: rowWeights(where, learn, x.rows), classes, smoothing }));
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
  const shares = Float64Array.from(weights, (weight, row) => weight / (total[y[row]!]! || 1));
  for (let row = 0; row < rows; row++) {
    const share = shares[row]!;
    const from = row * columns;
    const to = y[row]! * columns;
    for (let column = 0; column < columns; column++) means[to + column]! += share * data[from + column]!;
  }
  for (let row = 0; row < rows; row++) {
    const share = shares[row]!;
    const from = row * columns;
    const to = y[row]! * columns;
    for (let column = 0; column < columns; column++) {
      const rest = data[from + column]! - means[to + column]!;
      variances[to + column]! += share * rest * rest;
    }
  }
  const largest = largestVariance({ total, means, variances });
  for (let i = 0; i < variances.length; i++) variances[i]! += smoothing * largest;
  const all = total.reduce((sum, value) => sum + value, 0);
  return { priors: total.map((value) => value / all), means, variances };
}

/** The largest variance of a column over all rows: that within classes, and that of their means. */
function largestVariance({
  total,
  means,
  variances,
}: {
  readonly total: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
}): number {
  const columns = means.length / total.length;
  const all = total.reduce((sum, value) => sum + value, 0);
  let largest = 0;
  for (let column = 0; column < columns; column++) {
    let mean = 0;
    for (const [label, own] of total.entries()) mean += (own / all) * means[label * columns + column]!;
    let variance = 0;
    for (const [label, own] of total.entries()) {
      const i = label * columns + column;
      variance += (own / all) * (variances[i]! + (means[i]! - mean) ** 2);
    }
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
  const precisions = variances.map((variance) => 1 / (2 * variance));
  const scores = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns });
    const { rows, data } = x;
    const joint = new Float64Array(rows * classes);
    for (let row = 0; row < rows; row++) {
      const from = row * columns;
      for (let label = 0; label < classes; label++) {
        if (priors[label] === 0) {
          joint[row * classes + label] = -Infinity;
          continue;
        }
        const own = label * columns;
        let even = 0;
        let odd = 0;
        let column = 0;
        // Two sums: neither addition waits for the one before it.
        for (; column + 1 < columns; column += 2) {
          const first = data[from + column]! - means[own + column]!;
          const second = data[from + column + 1]! - means[own + column + 1]!;
          even += first * first * precisions[own + column]!;
          odd += second * second * precisions[own + column + 1]!;
        }
        if (column < columns) even += (data[from + column]! - means[own + column]!) ** 2 * precisions[own + column]!;
        joint[row * classes + label] = constants[label]! - (even + odd);
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
