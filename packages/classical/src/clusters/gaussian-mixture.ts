import type { FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { rowWeights } from '../internal/check-targets.js';
import { type Components, componentLogs, expect, maximize } from '../internal/clusters/mixture.js';
import { largestOfRows, softmaxRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';
import type { Clusterer } from './clusterer.js';
import { kMeans } from './k-means.js';

const KIND = 'gaussianMixture';
const VERSION = 1;

export type GaussianMixtureOptions = {
  /** How many normal distributions there are. At least 1. Default 1. */
  readonly components?: number;
  /** Where it begins. Default: the clusters of `kMeans`. */
  readonly initial?: {
    /** The share of each component. */
    readonly weights: ArrayLike<number>;
    /** components × columns. */
    readonly means: ArrayLike<number>;
    /** components × columns × columns. */
    readonly covariances: ArrayLike<number>;
  };
  /** Added to each variance, so that no component shrinks to a point. At least 0. Default 1e-6. */
  readonly regularization?: number;
  /** Ends when the mean log likelihood of a row changes by less. At least 0. Default 1e-3. */
  readonly tolerance?: number;
  /** At least 1. Default 100. */
  readonly maxIterations?: number;
};

/** Normal distributions, and how likely each is to have made a row. */
export interface FittedGaussianMixture extends FittedEstimator {
  /** The share of each component. */
  readonly weights: Float64Array;
  /** components × columns. */
  readonly means: Float64Array;
  /** components × columns × columns. */
  readonly covariances: Float64Array;
  readonly iterations: number;
  /** The probability of each component: rows × components. */
  predictProbabilities(x: Table): Float64Array;
  /** The logarithm of the density of each row. */
  logDensities(x: Table): Float64Array;
}

/**
 * A mixture of normal distributions with covariances of their own, P(x) = Σ π N(x; μ, Σ), by expectation–maximization: the
 * probabilities of the components for each row, then the shares, means and covariances that these make likeliest.
 *
 * Finds a maximum, not always the largest one. Blocks until it is done.
 *
 * @returns something that learns from tables without missing values; `predict` gives the likeliest component
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are fewer rows than components;
 *   NumericError when a covariance is not positive definite
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 1.2, 9, 9.2) };
 * const model = gaussianMixture({ components: 2 }).fit(x);
 * console.log(model.means.toSorted()); // about 1.1 and 9.1
 * @see Dempster, Laird and Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977
 */
export function gaussianMixture(options: GaussianMixtureOptions = {}): Clusterer<FittedGaussianMixture> {
  const { components, initial, regularization, tolerance, maxIterations } = resolveOptions(KIND, options, {
    components: 1,
    initial: undefined,
    regularization: 1e-6,
    tolerance: 1e-3,
    maxIterations: 100,
  });
  checkInteger(KIND, 'components', components, { min: 1 });
  checkNumber(KIND, 'regularization', regularization, { atLeast: 0 });
  checkNumber(KIND, 'tolerance', tolerance, { atLeast: 0 });
  checkInteger(KIND, 'maxIterations', maxIterations, { min: 1 });
  return {
    name: KIND,
    fit: (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const weights = rowWeights(where, learn, x.rows);
      const begin = (): Components => {
        if (initial !== undefined) return readInitial(where, initial, { components, columns: x.columns });
        const labels = kMeans({ clusters: components }).fit(x, learn).predict(x);
        const shares = new Float64Array(x.rows * components);
        for (let row = 0; row < x.rows; row++) shares[row * components + labels[row]!] = 1;
        return maximize(x, shares, { weights, regularization });
      };
      let own = begin();
      let likelihood = -Infinity;
      let iterations = 0;
      for (let settled = false; iterations < maxIterations && !settled; iterations++) {
        learn.signal?.throwIfAborted();
        const { shares, mean } = expect(where, x, { components: own, weights });
        own = maximize(x, shares, { weights, regularization });
        settled = Math.abs(mean - likelihood) < tolerance;
        likelihood = mean;
      }
      return fitted(own, { columns: x.columns, iterations });
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['weights', 'means', 'covariances'] });
      const own = saved.arrays as Components; // checked
      const columns = own.means.length / own.weights.length;
      const fits = Number.isInteger(columns) && columns > 0 && own.covariances.length === own.means.length * columns;
      const { iterations } = saved.json;
      if (!fits || typeof iterations !== 'number') {
        const expected = `have means and covariances of ${own.weights.length} components`;
        const received = `${own.means.length} and ${own.covariances.length} numbers`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fitted(own, { columns, iterations });
    },
  };
}

function readInitial(
  where: string,
  initial: NonNullable<GaussianMixtureOptions['initial']>,
  { components, columns }: { readonly components: number; readonly columns: number },
): Components {
  const take = (name: keyof typeof initial): Float64Array => Float64Array.from(initial?.[name] ?? []);
  const own = { weights: take('weights'), means: take('means'), covariances: take('covariances') };
  const sizes = [own.weights.length, own.means.length, own.covariances.length];
  const wanted = [components, components * columns, components * columns * columns];
  if (sizes.every((size, i) => size === wanted[i])) return own;
  const expected = `have ${wanted.join(', ')} weights, means and covariances`;
  throw new ArgumentError({ where, argument: 'initial', expected, received: sizes.join(', ') });
}

function fitted(
  own: Components,
  { columns, iterations }: { readonly columns: number; readonly iterations: number },
): FittedGaussianMixture {
  const components = own.weights.length;
  const logs = (x: Table): Float64Array => {
    const where = `${KIND}.predict`;
    checkTable(where, x, { columns });
    return componentLogs(where, x, own);
  };
  return {
    name: KIND,
    weights: own.weights,
    means: own.means,
    covariances: own.covariances,
    iterations,
    predict: (x) => largestOfRows(logs(x), components),
    predictProbabilities: (x) => softmaxRows(logs(x), components),
    logDensities: (x) => {
      const each = logs(x);
      return Float64Array.from({ length: x.rows }, (_, row) => {
        const part = each.subarray(row * components, (row + 1) * components);
        const largest = part.reduce((most, value) => Math.max(most, value), -Infinity);
        return largest + Math.log(part.reduce((sum, value) => sum + Math.exp(value - largest), 0));
      });
    },
    save: () => ({ json: { kind: KIND, version: VERSION, iterations }, arrays: { ...own } }),
  };
}
