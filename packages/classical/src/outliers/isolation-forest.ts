import type { FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { RandomStream } from '@neurite/core/random-stream';
import type { Clusterer } from '../clusters/clusterer.js';
import { checkTable } from '../internal/check-table.js';
import { rowWeights } from '../internal/check-targets.js';
import { isolate, pathOf } from '../internal/trees/isolate.js';
import { restoreTrees, saveTrees } from '../internal/trees/saved-trees.js';
import { joinTrees, meanOfTrees, type TreeSet } from '../internal/trees/tree-set.js';

const KIND = 'isolationForest';

export type IsolationForestOptions = {
  /** How many trees there are. At least 1. Default 100. */
  readonly trees?: number;
  /** How many rows each tree divides, drawn without replacement. At least 2. Default 256, or all if there are fewer. */
  readonly samples?: number;
  /**
   * The share of the rows that are outliers, above 0 and at most 0.5: those with the largest scores. Default: rows with a
   * score above 0.5.
   */
  readonly contamination?: number;
};

/** Trees that isolate rows. */
export interface FittedIsolationForest extends FittedEstimator {
  /** Rows with a larger score are outliers. */
  readonly threshold: number;
  /** How soon each row is alone, between 0 and 1: near 1 for outliers, about 0.4 for usual rows. */
  scores(x: Table): Float64Array;
  /** @returns 1 for outliers, 0 for other rows */
  predict(x: Table): Float64Array;
}

/**
 * Finds outliers: rows that few random comparisons separate from all others. Each tree divides some rows by a random column at
 * a random threshold until each is alone, and the score of a row is 2^(−h / c), with h its mean depth and c that of a
 * search in a random tree of as many rows.
 *
 * Rows of weight 0 are left out; other weights play no part. The same seed gives the same trees. Blocks until it is done.
 *
 * @returns something that learns from tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are fewer than 2 rows
 * @example
 * const x = { rows: 8, columns: 1, data: Float64Array.of(1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 9) };
 * console.log(isolationForest({ contamination: 0.12 }).fit(x).predict(x)); // 1 for the last one, 0 for the others
 * @see Liu, Ting and Zhou, "Isolation forest", 2008
 */
export function isolationForest(options: IsolationForestOptions = {}): Clusterer<FittedIsolationForest> {
  const { trees, samples, contamination } = resolveOptions(KIND, options, {
    trees: 100,
    samples: 256,
    contamination: undefined,
  });
  checkInteger(KIND, 'trees', trees, { min: 1 });
  checkInteger(KIND, 'samples', samples, { min: 2 });
  if (contamination !== undefined) checkNumber(KIND, 'contamination', contamination, { above: 0, atMost: 0.5 });
  return {
    name: KIND,
    fit: (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const weights = rowWeights(where, learn, x.rows);
      const { seed = 0, signal } = learn;
      const rows = Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => weights[row]! > 0);
      if (rows.length < 2) {
        const expected = 'have at least 2 rows with a weight above 0';
        throw new ArgumentError({ where, argument: 'x', expected, received: String(rows.length) });
      }
      const random = RandomStream.fromSeed(seed);
      const count = Math.min(samples, rows.length);
      const grown = Array.from({ length: trees }, (_, i) => {
        signal?.throwIfAborted();
        const own = random.child(`tree ${i}`);
        return isolate(x, drawRows(rows, count, own), own);
      });
      const set = joinTrees(grown, { columns: x.columns, outputs: 1 });
      if (contamination === undefined) return fitted(set, 0.5);
      const scores = scoresOf(set, x);
      const sorted = Float64Array.from(rows, (row) => scores[row]!).sort();
      const place = (1 - contamination) * (sorted.length - 1);
      const below = sorted[Math.floor(place)]!;
      return fitted(set, below + (place % 1) * (sorted[Math.ceil(place)]! - below));
    },
    restore: (saved) => {
      const set = restoreTrees(KIND, saved);
      const { threshold } = saved.json;
      if (typeof threshold === 'number' && set.outputs === 1) return fitted(set, threshold);
      const expected = 'have a threshold';
      throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received: String(threshold) });
    },
  };
}

/** Different rows, `count` of them. */
function drawRows(rows: Uint32Array, count: number, random: RandomStream): Uint32Array {
  if (count === rows.length) return rows.slice();
  // Floyd's: no order of all rows is needed.
  const drawn = new Set<number>();
  for (let last = rows.length - count; last < rows.length; last++) {
    const index = random.integer(last + 1);
    drawn.add(drawn.has(index) ? last : index);
  }
  return Uint32Array.from(drawn, (index) => rows[index]!);
}

function scoresOf(set: TreeSet, x: Table): Float64Array {
  const usual = pathOf(set.weights[0]!);
  return meanOfTrees(set, x).map((depth) => 2 ** (-depth / usual));
}

function fitted(set: TreeSet, threshold: number): FittedIsolationForest {
  const scores = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns: set.columns });
    return scoresOf(set, x);
  };
  return {
    name: KIND,
    threshold,
    scores,
    predict: (x) => scores(x).map((score) => (score > threshold ? 1 : 0)),
    save: () => {
      const { json, arrays } = saveTrees(KIND, set);
      return { json: { ...json, threshold }, arrays };
    },
  };
}
