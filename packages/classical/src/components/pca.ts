import type { LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError, ShapeError } from '@neurite/core/errors';
import { eigenSymmetric, matrix } from '@neurite/numeric';
import { allFinite, checkTable } from '../internal/check-table.js';
import { givenWeights } from '../internal/check-targets.js';
import { momentsOf } from '../internal/products/moments.js';
import { Multiplier } from '../internal/products/multiplier.js';
import { readSaved } from '../internal/saved.js';

const KIND = 'pca';
const VERSION = 1;

export type PcaOptions = {
  /**
   * How many components are kept: an integer of at least 1, or the share of the variance that they explain at least, above
   * 0 and below 1. Default: as many as there are columns, or rows if there are fewer.
   */
  readonly components?: number;
  /** Whether the result has a variance of 1 in each component. Default false. */
  readonly whiten?: boolean;
};

/** Components that were learned. */
export interface FittedPca {
  readonly name: string;
  /** Directions of length 1 at right angles, that of the largest variance first: components × columns. */
  readonly components: Float64Array;
  /** The variance along each, with n − 1. */
  readonly variances: Float64Array;
  /** The share of each in the variance of all columns. */
  readonly shares: Float64Array;
  /** Of each column. */
  readonly means: Float64Array;
  /** @returns the places of rows along the components: rows × components */
  transform(x: Table): Table;
  /** @returns the nearest rows that have these places: rows × columns */
  invert(x: Table): Table;
  save(): SavedEstimator;
}

/** See {@link pca}. */
export interface Pca {
  readonly name: string;
  fit(x: Table, options?: Pick<LearnOptions, 'weights'>): FittedPca;
  restore(saved: SavedEstimator): FittedPca;
}

/**
 * Principal components: the directions in which rows vary most, from the eigenvectors of the covariance of the columns.
 *
 * The sign of a component is that of its largest element, which is made positive. Blocks until it is done.
 *
 * @returns something that learns from tables without missing values; its `fit` throws an ArgumentError when there are
 *   fewer rows or columns than components
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 3, columns: 2, data: Float64Array.of(1, 1, 2, 2, 3, 3.1) };
 * const fitted = pca({ components: 1 }).fit(x);
 * console.log(fitted.shares[0]); // almost 1
 * console.log(fitted.transform(x).columns); // 1
 * @see Jolliffe, "Principal component analysis", 2002
 */
export function pca(options: PcaOptions = {}): Pca {
  const { components, whiten } = resolveOptions(KIND, options, { components: undefined, whiten: false });
  if (components !== undefined && components < 1) checkNumber(KIND, 'components', components, { above: 0 });
  else if (components !== undefined) checkInteger(KIND, 'components', components, { min: 1 });
  return {
    name: KIND,
    fit: (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x, { known: true });
      const { gram, means, total, size } = momentsOf(x, { weights: givenWeights(where, learn, x.rows), center: true });
      // Values that are not finite leave no finite mean.
      if (!allFinite(means)) checkTable(where, x);
      const { values, vectors } = eigenSymmetric(matrix(gram, [size, size]));
      const most = Math.min(size, x.rows);
      // The largest first; rounding may leave a variance of 0 below it.
      const variances = Float64Array.from(values, (value) => Math.max(0, value) / Math.max(total - 1, 1)).reverse();
      const all = variances.reduce((sum, value) => sum + value, 0);
      const kept = components === undefined ? most : components < 1 ? enough(variances, components * all) : components;
      if (kept > most) {
        const expected = `be at most ${most}, the number of rows or columns`;
        throw new ArgumentError({ where, argument: 'components', expected, received: String(kept) });
      }
      const directions = new Float64Array(kept * size);
      for (let k = 0; k < kept; k++) {
        const own = directions.subarray(k * size, (k + 1) * size);
        for (let i = 0; i < size; i++) own[i] = vectors.data[i * size + size - 1 - k]!;
        const largest = own.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0);
        if (largest < 0) for (let i = 0; i < size; i++) own[i]! *= -1;
      }
      const own = variances.slice(0, kept);
      const shares = own.map((value) => (all > 0 ? value / all : 0));
      return fitted({ components: directions, variances: own, shares, means }, whiten);
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['components', 'variances', 'shares', 'means'] });
      const learned = saved.arrays as Learned; // checked
      const count = learned.variances.length;
      const fits = count > 0 && learned.shares.length === count && learned.means.length > 0;
      if (
        !fits ||
        typeof saved.json.whiten !== 'boolean' ||
        learned.components.length !== count * learned.means.length
      ) {
        const expected = `have ${count} components of ${learned.means.length} columns`;
        const received = `${learned.components.length} numbers`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      return fitted(learned, saved.json.whiten === true);
    },
  };
}

type Learned = Readonly<Record<'components' | 'variances' | 'shares' | 'means', Float64Array>>;

function enough(variances: Float64Array, wanted: number): number {
  let sum = 0;
  for (const [k, value] of variances.entries()) {
    sum += value;
    if (sum >= wanted) return k + 1;
  }
  return variances.length;
}

function fitted(learned: Learned, whiten: boolean): FittedPca {
  const { components, variances, means } = learned;
  const columns = means.length;
  const count = variances.length;
  const scales = whiten ? variances.map((value) => (value > 0 ? Math.sqrt(value) : 1)) : undefined;
  return {
    name: KIND,
    ...learned,
    transform: (x) => {
      checkTable(`${KIND}.transform`, x, { columns, known: true });
      const data = new Float64Array(x.rows * count);
      const range = { start: 0, count: x.rows, center: means };
      new Multiplier(components, columns).multiply(x, range, ({ products, stride, first, rows }) => {
        for (let row = 0; row < rows; row++) {
          for (let k = 0; k < count; k++) data[(first + row) * count + k] = products[row * stride + k]!;
        }
      });
      if (!allFinite(data)) checkTable(`${KIND}.transform`, x, { columns });
      if (scales !== undefined) for (let i = 0; i < data.length; i++) data[i]! /= scales[i % count]!;
      return { rows: x.rows, columns: count, data };
    },
    invert: (x) => {
      if (x.columns !== count) {
        const expected = `have ${count} columns, one for each component`;
        throw new ShapeError({ where: `${KIND}.invert`, argument: 'x', expected, received: String(x.columns) });
      }
      const data = new Float64Array(x.rows * columns);
      for (let row = 0; row < x.rows; row++) {
        data.set(means, row * columns);
        for (let k = 0; k < count; k++) {
          const place = x.data[row * count + k]! * (scales?.[k] ?? 1);
          for (let i = 0; i < columns; i++) data[row * columns + i]! += place * components[k * columns + i]!;
        }
      }
      return { rows: x.rows, columns, data };
    },
    save: () => ({ json: { kind: KIND, version: VERSION, whiten }, arrays: { ...learned } }),
  };
}
