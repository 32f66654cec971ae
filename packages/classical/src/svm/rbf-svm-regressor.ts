import type { Estimator, FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { checkValues, rowWeights } from '../internal/check-targets.js';
import { readSaved } from '../internal/saved.js';
import { RbfRows } from '../internal/svm/rbf-rows.js';
import { RbfSums } from '../internal/svm/rbf-sums.js';
import { checkSvm, gammaOf, svmDefaults } from '../internal/svm/resolve-svm.js';
import { solveDual } from '../internal/svm/solve-dual.js';
import { takeRows } from '../internal/take-rows.js';
import { Turns } from '../internal/turns.js';
import type { RbfSvmOptions } from './rbf-svm-options.js';

const KIND = 'rbfSvmRegressor';
const VERSION = 1;

export type RbfSvmRegressorOptions = RbfSvmOptions & {
  /** Errors up to this cost nothing. At least 0. Default 0.1. */
  readonly epsilon?: number;
};

/** Values by kernels around support vectors: Σ coefficient × exp(−γ |x − support vector|²) + intercept. */
export interface FittedRbfSvmRegressor extends FittedEstimator {
  /** The rows that it depends on. */
  readonly support: Table;
  /** One for each support vector, above 0 where its value lies above the curve. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  readonly gamma: number;
}

/**
 * Support vector regression with the kernel exp(−γ |a − b|²): the smoothest curve that passes the values at a distance of at
 * most ε, as far as C allows: ½ |f|² + C Σ w max(0, |y − f(x)| − ε) is the smallest.
 *
 * Columns should have similar scales. Time grows with the square of the number of rows or faster: for up to some 10,000.
 *
 * @returns an estimator that takes tables without missing values; its `fit` lets the event loop have turns, and ends with the
 *   reason of its signal once that is aborted
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 5, columns: 1, data: Float64Array.of(0, 1, 2, 3, 4) };
 * const model = await rbfSvmRegressor({ c: 100, epsilon: 0.01 }).fit(x, Float64Array.of(0, 1, 4, 9, 16));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(3) })); // about 9
 * @see Smola and Schölkopf, "A tutorial on support vector regression", 2004
 */
export function rbfSvmRegressor(options: RbfSvmRegressorOptions = {}): Estimator<Table, FittedRbfSvmRegressor> {
  const resolved = resolveOptions(KIND, options, { ...svmDefaults, epsilon: 0.1 });
  checkSvm(KIND, resolved);
  const { c, epsilon } = resolved;
  checkNumber(KIND, 'epsilon', epsilon, { atLeast: 0 });
  return {
    name: KIND,
    fit: async (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      checkValues(where, y, x.rows);
      const weights = rowWeights(where, learn, x.rows);
      const { signal } = learn;
      const rows = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => weights[row]! > 0);
      const own = takeRows(x, rows);
      const gamma = gammaOf(own, resolved.gamma);
      const upper = Float64Array.from(rows, (row) => c * weights[row]!);
      const targets = Float64Array.from(rows, (row) => y[row]!);
      const kernel = new RbfRows(x, rows, { gamma, bytes: resolved.cache * 1e6 });
      const problem = { kernel, y: targets, lower: upper.map((bound) => -bound), upper, epsilon };
      const { theta, intercept } = await solveDual(problem, resolved, new Turns(signal));
      const kept = Uint32Array.from(theta.keys()).filter((i) => theta[i] !== 0);
      const { data } = takeRows(own, kept);
      return fitted({
        support: { rows: kept.length, columns: x.columns, data },
        coefficients: Float64Array.from(kept, (i) => theta[i]!),
        intercept,
        gamma,
      });
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['support', 'coefficients'] });
      const { support, coefficients } = saved.arrays as Record<'support' | 'coefficients', Float64Array>; // checked
      const { columns, gamma, intercept } = saved.json;
      checkInteger(`${KIND}.restore`, 'columns', columns, { min: 1 });
      checkNumber(`${KIND}.restore`, 'gamma', gamma, { above: 0 });
      checkNumber(`${KIND}.restore`, 'intercept', intercept);
      if (support.length !== coefficients.length * columns) {
        const expected = `have support vectors of ${columns} columns with a coefficient each`;
        const received = `${support.length} numbers and ${coefficients.length} coefficients`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      const table = { rows: coefficients.length, columns, data: support };
      return fitted({ support: table, coefficients, intercept, gamma });
    },
  };
}

type Learned = Pick<FittedRbfSvmRegressor, 'support' | 'coefficients' | 'intercept' | 'gamma'>;

function fitted(learned: Learned): FittedRbfSvmRegressor {
  const { support, coefficients, intercept, gamma } = learned;
  const sums = new RbfSums(support, {
    gamma,
    sums: [{ start: 0, end: support.rows, terms: [{ output: 0, coefficients }] }],
  });
  return {
    name: KIND,
    ...learned,
    predict: (x) => {
      checkTable(`${KIND}.predict`, x, { columns: support.columns });
      const values = new Float64Array(x.rows).fill(intercept);
      sums.add(x, 1, values);
      return values;
    },
    save: () => ({
      json: { kind: KIND, version: VERSION, columns: support.columns, gamma, intercept },
      arrays: { support: support.data, coefficients },
    }),
  };
}
