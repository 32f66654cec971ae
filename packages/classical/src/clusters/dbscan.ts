import type { FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { FormatError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';
import { rowWeights } from '../internal/check-targets.js';
import { BallTree } from '../internal/neighbors/ball-tree.js';
import { readSaved } from '../internal/saved.js';
import { takeRows } from '../internal/take-rows.js';
import type { Clusterer } from './clusterer.js';

const KIND = 'dbscan';
const VERSION = 1;

export type DbscanOptions = {
  /** How far neighbors are at most. Above 0. Default 0.5. */
  readonly radius?: number;
  /** The least weight of the neighbors of a core, itself included: their number where all weights are 1. At least 1. Default 5. */
  readonly minSamples?: number;
};

/** Clusters that are connected by cores. */
export interface FittedDbscan extends FittedEstimator {
  /** The cluster of each row that it has learned from, −1 for noise; empty after `restore`. */
  readonly labels: Int32Array;
  /** How many clusters there are. */
  readonly clusters: number;
  /** @returns the cluster of the nearest core that is near enough, −1 where there is none */
  predict(x: Table): Float64Array;
}

/**
 * Clusters of any shape, by density: rows with enough neighbors are cores, cores that are neighbors share a cluster, other rows
 * belong to the cluster of a core that is their neighbor, or are noise.
 *
 * Clusters are numbered by their first core; a row near cores of several clusters belongs to the first of them. Looks for
 * neighbors in a ball tree. Blocks until it is done.
 *
 * @returns something that learns from tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 5, columns: 1, data: Float64Array.of(1, 1.2, 1.4, 7, 1.3) };
 * console.log(dbscan({ minSamples: 2 }).fit(x).labels); // 0, 0, 0, −1, 0
 * @see Ester, Kriegel, Sander and Xu, "A density-based algorithm for discovering clusters in large spatial databases with
 *   noise", 1996
 */
export function dbscan(options: DbscanOptions = {}): Clusterer<FittedDbscan> {
  const { radius, minSamples } = resolveOptions(KIND, options, { radius: 0.5, minSamples: 5 });
  checkNumber(KIND, 'radius', radius, { above: 0 });
  checkInteger(KIND, 'minSamples', minSamples, { min: 1 });
  return {
    name: KIND,
    fit: (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkTable(where, x);
      const weights = rowWeights(where, learn, x.rows);
      const { signal } = learn;
      const tree = new BallTree(x);
      const near = (row: number): number[] =>
        tree.within(x.data.subarray(row * x.columns, (row + 1) * x.columns), radius);
      const labels = new Int32Array(x.rows).fill(-1);
      const isCore = new Uint8Array(x.rows);
      for (let row = 0; row < x.rows; row++) {
        if (row % 1000 === 0) signal?.throwIfAborted();
        isCore[row] = near(row).reduce((sum, other) => sum + weights[other]!, 0) >= minSamples ? 1 : 0;
      }
      let clusters = 0;
      for (let first = 0; first < x.rows; first++) {
        if (isCore[first] === 0 || labels[first] !== -1) continue;
        labels[first] = clusters;
        const open = [first];
        while (open.length > 0) {
          for (const other of near(open.pop()!)) {
            if (labels[other] !== -1) continue;
            labels[other] = clusters;
            if (isCore[other] === 1) open.push(other);
          }
        }
        clusters++;
      }
      const rows = Array.from(isCore.keys()).filter((row) => isCore[row] === 1);
      const cores = takeRows(x, rows);
      const own = { x: Float64Array.from(cores.data), labels: Int32Array.from(rows, (row) => labels[row]!) };
      return fitted({ cores: own, radius, columns: x.columns, clusters }, labels);
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['cores', 'coreLabels'] });
      const { radius: far, columns, clusters } = saved.json;
      const { cores, coreLabels } = saved.arrays as { cores: Float64Array; coreLabels: Int32Array }; // checked
      const valid =
        typeof far === 'number' &&
        Number.isInteger(columns) &&
        Number(columns) > 0 &&
        Number.isInteger(clusters) &&
        cores.length === coreLabels.length * Number(columns) &&
        coreLabels.every((label) => label >= 0 && label < Number(clusters));
      if (!valid) {
        const expected = 'have cores with the clusters that they belong to';
        const received = `${cores.length} numbers and ${coreLabels.length} labels`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      const own = { x: cores, labels: coreLabels };
      return fitted(
        { cores: own, radius: far, columns: Number(columns), clusters: Number(clusters) },
        new Int32Array(0),
      );
    },
  };
}

type Learned = {
  readonly cores: { readonly x: Float64Array; readonly labels: Int32Array };
  readonly radius: number;
  readonly columns: number;
  readonly clusters: number;
};

function fitted({ cores, radius, columns, clusters }: Learned, labels: Int32Array): FittedDbscan {
  const rows = cores.labels.length;
  let tree: BallTree | undefined;
  return {
    name: KIND,
    labels,
    clusters,
    predict: (x) => {
      checkTable(`${KIND}.predict`, x, { columns });
      if (rows === 0) return new Float64Array(x.rows).fill(-1);
      tree ??= new BallTree({ rows, columns, data: cores.x });
      const { indices, distances } = tree.search(x, 1);
      return Float64Array.from(indices, (index, row) => (distances[row]! <= radius ** 2 ? cores.labels[index]! : -1));
    },
    save: () => ({
      json: { kind: KIND, version: VERSION, radius, columns, clusters },
      arrays: { cores: cores.x, coreLabels: cores.labels },
    }),
  };
}
