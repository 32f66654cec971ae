import type { FittedEstimator, SavedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { RandomStream } from '@neurite/core/random-stream';
import { checkTable } from '../internal/check-table.js';
import { rowWeights } from '../internal/check-targets.js';
import { assign } from '../internal/clusters/assign.js';
import { drawCenters, runLloyd } from '../internal/clusters/lloyd.js';
import { readSaved } from '../internal/saved.js';
import type { Clusterer } from './clusterer.js';

const KIND = 'kMeans';
const VERSION = 1;

export type KMeansOptions = {
  /** How many clusters there are. At least 1. Default 8. */
  readonly clusters?: number;
  /** How often it begins anew; the one with the smallest distances counts. At least 1. Default 1. */
  readonly starts?: number;
  /** Where it begins: clusters × columns. Default: rows that are drawn, far ones more likely (k-means++). */
  readonly initial?: Table;
  /** At least 1. Default 300. */
  readonly maxIterations?: number;
  /** Ends when the centers move by less, squared, than this times the mean variance of the columns. At least 0. Default 1e-4. */
  readonly tolerance?: number;
};

/** Centers, each with the rows that are nearest to it. */
export interface FittedKMeans extends FittedEstimator {
  /** clusters × columns. */
  readonly centers: Float64Array;
  /** Σ w |x − center|² of the rows it has learned from. */
  readonly inertia: number;
  readonly iterations: number;
}

/**
 * k-means: centers with the smallest Σ w |x − center|² of the rows to the nearest one, by Lloyd's algorithm: rows go to the
 * nearest center, centers to the mean of their rows. A center without rows goes to the row that is farthest from its own.
 *
 * Finds a minimum, not always the smallest one: `starts` tries more. The same seed gives the same centers. Blocks until it
 * is done.
 *
 * @returns something that learns from tables without missing values; `predict` gives the index of the nearest center
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are fewer rows than clusters
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 11, 12) };
 * const model = kMeans({ clusters: 2 }).fit(x);
 * console.log(model.centers.toSorted()); // 1.5, 11.5
 * @see Lloyd, "Least squares quantization in PCM", 1982; Arthur and Vassilvitskii, "k-means++: the advantages of careful
 *   seeding", 2007, with the best of 2 + log k candidates for each center
 */
export function kMeans(options: KMeansOptions = {}): Clusterer<FittedKMeans> {
  const resolved = resolveOptions(KIND, options, {
    clusters: 8,
    starts: 1,
    initial: undefined,
    maxIterations: 300,
    tolerance: 1e-4,
  });
  const { clusters, starts, initial, maxIterations, tolerance } = resolved;
  checkInteger(KIND, 'clusters', clusters, { min: 1 });
  checkInteger(KIND, 'starts', starts, { min: 1 });
  checkInteger(KIND, 'maxIterations', maxIterations, { min: 1 });
  checkNumber(KIND, 'tolerance', tolerance, { atLeast: 0 });
  if (initial !== undefined && initial?.rows !== clusters) {
    const expected = `have ${clusters} rows, one for each cluster`;
    throw new ArgumentError({ where: KIND, argument: 'initial', expected, received: String(initial?.rows) });
  }
  return {
    name: KIND,
    fit: (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      if (initial !== undefined) checkTable(where, initial, { columns: x.columns });
      const weights = rowWeights(where, learn, x.rows);
      const { seed = 0, signal } = learn;
      const present = weights.filter((weight) => weight > 0).length;
      if (present < clusters) {
        const expected = `have at least ${clusters} rows with a weight above 0, one for each cluster`;
        throw new ArgumentError({ where, argument: 'x', expected, received: String(present) });
      }
      const random = RandomStream.fromSeed(seed);
      let best: Learned | undefined;
      for (let start = 0; start < (initial === undefined ? starts : 1); start++) {
        signal?.throwIfAborted();
        const from =
          initial === undefined
            ? drawCenters(x, weights, { clusters, random: random.child(`start ${start}`) })
            : Float64Array.from(initial.data);
        const found = runLloyd(x, weights, { centers: from, maxIterations, tolerance });
        if (best === undefined || found.inertia < best.inertia) best = found;
      }
      return fitted(best!, x.columns); // there is at least one start
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['centers'] });
      const { columns, inertia, iterations } = saved.json;
      const { centers } = saved.arrays as { centers: Float64Array }; // checked
      const valid = Number.isInteger(columns) && centers.length > 0 && centers.length % Number(columns) === 0;
      if (!valid || typeof inertia !== 'number' || typeof iterations !== 'number') {
        const expected = 'have centers of so many columns, inertia and iterations';
        throw new FormatError({
          where: `${KIND}.restore`,
          argument: 'saved',
          expected,
          received: `${centers.length} numbers of ${columns} columns`,
        });
      }
      return fitted({ centers, inertia, iterations }, Number(columns));
    },
  };
}

type Learned = { readonly centers: Float64Array; readonly inertia: number; readonly iterations: number };

function fitted({ centers, inertia, iterations }: Learned, columns: number): FittedKMeans {
  return {
    name: KIND,
    centers,
    inertia,
    iterations,
    predict: (x) => {
      checkTable(`${KIND}.predict`, x, { columns });
      return Float64Array.from(assign(x, centers));
    },
    save: (): SavedEstimator => ({
      json: { kind: KIND, version: VERSION, columns, inertia, iterations },
      arrays: { centers },
    }),
  };
}
