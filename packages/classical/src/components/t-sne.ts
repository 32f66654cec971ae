import type { LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { checkInteger, checkNumber, describeValue, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { RandomStream } from '@neurite/core/random-stream';
import { checkTable } from '../internal/check-table.js';
import { checkLearnOptions } from '../internal/check-targets.js';
import { affinitiesOf } from '../internal/components/affinities.js';
import { embed } from '../internal/components/embed.js';
import type { Points } from '../internal/components/point-tree.js';
import { readSaved } from '../internal/saved.js';
import { Turns } from '../internal/turns.js';
import { pca } from './pca.js';

const KIND = 'tSne';
const VERSION = 1;
/** How far apart the points are at the beginning. */
const INITIAL_DEVIATION = 1e-4;

export type TSneOptions = {
  /** How many coordinates a point has. From 1 to 3. Default 2. */
  readonly components?: number;
  /** About how many neighbors of a row count. Above 1, and below the number of rows. Default 30. */
  readonly perplexity?: number;
  /** Where points begin: the first principal components, at random, or rows × components. Default `'pca'`. */
  readonly initial?: 'pca' | 'random' | Table;
  /** Points whose distance is larger than the width of a cell divided by this see it as one point. From 0 to 1. Default 0.5. */
  readonly theta?: number;
  /** How far a point moves. Above 0. Default: rows / (4 × exaggeration), and at least 50. */
  readonly learningRate?: number;
  /** How much nearer neighbors draw one another in the first 250 iterations. At least 1. Default 12. */
  readonly earlyExaggeration?: number;
  /** How many iterations there are at most; it ends when 300 have lowered the divergence no more. At least 1. Default 1000. */
  readonly iterations?: number;
};

/** A map of rows. */
export interface FittedTSne {
  readonly name: string;
  /** The point of each row: rows × components. */
  readonly embedding: Table;
  /** The Kullback–Leibler divergence of the distances on the map from those of the rows. */
  readonly divergence: number;
  readonly iterations: number;
  save(): SavedEstimator;
}

/** See {@link tSne}. */
export interface TSne {
  readonly name: string;
  /** @returns points of these rows; other rows cannot be added */
  fit(x: Table, options?: Pick<LearnOptions, 'seed' | 'signal'>): Promise<FittedTSne>;
  /** @throws FormatError when it was not saved by such a one, or is damaged */
  restore(saved: SavedEstimator): FittedTSne;
}

/**
 * A map of rows with many columns, on which those that are near in the table are near, by t-distributed stochastic neighbor
 * embedding with the approximation of Barnes and Hut. Distances between clusters, and their sizes, mean little.
 *
 * The same seed gives the same map; with `'pca'` no random number is drawn. Time grows with rows × log(rows), but that of
 * looking for neighbors, with more than 15 columns, with rows². `trustworthiness` tells how good a map is.
 *
 * @returns something whose `fit` takes tables without missing values, lets the event loop have turns, and ends with the reason
 *   of its signal once that is aborted
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are too few rows
 * @example
 * const x = { rows: 6, columns: 3, data: Float64Array.from({ length: 18 }, (_, i) => (i < 9 ? i : 100 + i)) };
 * const { embedding } = await tSne({ perplexity: 2 }).fit(x);
 * console.log(embedding.rows, embedding.columns); // 6, 2
 * @see van der Maaten and Hinton, "Visualizing data using t-SNE", 2008; van der Maaten, "Accelerating t-SNE using tree-based
 *   algorithms", 2014; Belkina et al., "Automated optimized parameters for t-SNE", 2019, for the learning rate
 */
export function tSne(options: TSneOptions = {}): TSne {
  const resolved = resolveOptions(KIND, options, {
    components: 2,
    perplexity: 30,
    initial: 'pca',
    theta: 0.5,
    learningRate: undefined,
    earlyExaggeration: 12,
    iterations: 1000,
  });
  const { components, perplexity, initial, theta, learningRate, earlyExaggeration, iterations } = resolved;
  checkInteger(KIND, 'components', components, { min: 1, max: 3 });
  checkNumber(KIND, 'perplexity', perplexity, { above: 1 });
  checkNumber(KIND, 'theta', theta, { atLeast: 0, atMost: 1 });
  if (learningRate !== undefined) checkNumber(KIND, 'learningRate', learningRate, { above: 0 });
  checkNumber(KIND, 'earlyExaggeration', earlyExaggeration, { atLeast: 1 });
  checkInteger(KIND, 'iterations', iterations, { min: 1 });
  if ((typeof initial !== 'object' || initial === null) && initial !== 'pca' && initial !== 'random') {
    const expected = "be 'pca', 'random' or a table";
    throw new ArgumentError({ where: KIND, argument: 'initial', expected, received: describeValue(initial) });
  }
  return {
    name: KIND,
    fit: async (x, learn = {}) => {
      const where = `${KIND}.fit`;
      checkLearnOptions(where, learn, ['seed', 'signal']);
      const { seed = 0, signal } = learn;
      checkTable(where, x);
      if (perplexity >= x.rows) {
        const expected = `be below the number of rows, ${x.rows}`;
        throw new ArgumentError({ where, argument: 'perplexity', expected, received: String(perplexity) });
      }
      const points = startOf(where, x, { components, initial, seed });
      const turns = new Turns(signal);
      await turns.next();
      const affinities = affinitiesOf(x, perplexity);
      const rate = learningRate ?? Math.max(50, x.rows / earlyExaggeration / 4);
      const rules = { dimensions: components, theta, learningRate: rate, earlyExaggeration, iterations };
      const found = await embed(points, affinities, rules, turns);
      const data = Float64Array.from(
        { length: x.rows * components },
        (_, i) => points[i % components]![Math.floor(i / components)]!,
      );
      return fitted({ rows: x.rows, columns: components, data }, found);
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['embedding'] });
      const { columns, divergence, iterations: taken } = saved.json;
      const { embedding } = saved.arrays as { embedding: Float64Array }; // checked
      const valid = Number.isInteger(columns) && embedding.length > 0 && embedding.length % Number(columns) === 0;
      if (!valid || typeof divergence !== 'number' || typeof taken !== 'number') {
        const expected = 'have points of so many coordinates, divergence and iterations';
        const received = `${embedding.length} numbers of ${columns} coordinates`;
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received });
      }
      const own = { rows: embedding.length / Number(columns), columns: Number(columns), data: embedding };
      return fitted(own, { divergence, iterations: taken });
    },
  };
}

function startOf(
  where: string,
  x: Table,
  {
    components,
    initial,
    seed,
  }: { readonly components: number; readonly initial: 'pca' | 'random' | Table; readonly seed: number },
): Points {
  const { rows } = x;
  const points: Points = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  if (initial === 'random') {
    const normals = RandomStream.fromSeed(seed)
      .child('initial')
      .normals(rows * components);
    for (let i = 0; i < normals.length; i++) {
      points[i % components]![Math.floor(i / components)] = INITIAL_DEVIATION * normals[i]!;
    }
    return points;
  }
  if (initial !== 'pca') {
    checkTable(where, initial, { columns: components });
    if (initial.rows !== rows) {
      const expected = `have ${rows} rows, as \`x\` has`;
      throw new ArgumentError({ where, argument: 'initial', expected, received: String(initial.rows) });
    }
  }
  const from =
    initial === 'pca'
      ? pca({ components: Math.min(components, x.columns, rows) })
          .fit(x)
          .transform(x)
      : initial;
  let scale = 1;
  if (initial === 'pca') {
    let squares = 0;
    for (let row = 0; row < rows; row++) squares += from.data[row * from.columns]! ** 2 / rows;
    scale = squares > 0 ? INITIAL_DEVIATION / Math.sqrt(squares) : 1;
  }
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < from.columns; k++) points[k]![row] = scale * from.data[row * from.columns + k]!;
  }
  return points;
}

function fitted(
  embedding: Table,
  { divergence, iterations }: { readonly divergence: number; readonly iterations: number },
): FittedTSne {
  return {
    name: KIND,
    embedding,
    divergence,
    iterations,
    save: () => ({
      json: { kind: KIND, version: VERSION, columns: embedding.columns, divergence, iterations },
      arrays: { embedding: embedding.data },
    }),
  };
}
