import type { Estimator, FittedEstimator, LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { checkChoice, checkInteger, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import type { NeighborOptions } from '../../neighbors/neighbor-options.js';
import { checkTable } from '../check-table.js';
import { givenWeights, type Targets } from '../check-targets.js';
import { readSaved } from '../saved.js';
import { takeRows } from '../take-rows.js';
import { BallTree } from './ball-tree.js';
import { BruteForce } from './brute-force.js';
import type { NeighborSearch } from './nearest.js';

const VERSION = 1;
const MOST_TREE_COLUMNS = 15;
/** So many queries are answered at once, which bounds what they take. */
const QUERIES = 8192;

export type ResolvedNeighbors = { readonly [K in keyof NeighborOptions]-?: Exclude<NeighborOptions[K], undefined> };

/** Rows that are remembered, with a target and a weight each. */
export type Remembered = {
  readonly x: Table;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly rules: ResolvedNeighbors;
  readonly classes: number;
};

function resolveNeighbors(where: string, options: NeighborOptions): ResolvedNeighbors {
  const resolved = resolveOptions(where, options, { neighbors: 5, weights: 'uniform', algorithm: 'auto' });
  checkInteger(where, 'neighbors', resolved.neighbors, { min: 1 });
  checkChoice(where, 'weights', resolved.weights, ['uniform', 'distance']);
  checkChoice(where, 'algorithm', resolved.algorithm, ['auto', 'bruteForce', 'ballTree']);
  return resolved;
}

/** An estimator that remembers rows. @param classesOf checks the targets, and counts their classes; 0 for values */
export function neighborEstimator<Fitted extends FittedEstimator>(
  kind: string,
  options: NeighborOptions,
  {
    classesOf,
    fitted,
  }: {
    readonly classesOf: (where: string, y: Targets, rows: number) => number;
    readonly fitted: (remembered: Remembered) => Fitted;
  },
): NeighborEstimator<Fitted> {
  const rules = resolveNeighbors(kind, options);
  return {
    name: kind,
    fit: (x, y, learn = {}) => {
      const where = `${kind}.fit`;
      checkTable(where, x);
      const classes = classesOf(where, y, x.rows);
      const weights = givenWeights(where, learn, x.rows);
      return fitted(remember(where, { x, y, weights, rules, classes }));
    },
    restore: (saved) => fitted(restoreNeighbors(kind, saved)),
  };
}

type NeighborEstimator<Fitted extends FittedEstimator> = Estimator<Table, Fitted> & {
  fit(x: Table, y: Targets, options?: LearnOptions): Fitted;
};

/** Copies rows, without those of weight 0. @param weights undefined where all are 1 */
function remember(
  where: string,
  {
    x,
    y,
    weights,
    ...rest
  }: Pick<Remembered, 'x' | 'rules' | 'classes'> & {
    readonly y: Targets;
    readonly weights: Float64Array | undefined;
  },
): Remembered {
  const rows =
    weights === undefined
      ? undefined
      : Uint32Array.from({ length: x.rows }, (_, row) => row).filter((row) => weights[row]! > 0);
  const count = rows?.length ?? x.rows;
  if (count < rest.rules.neighbors) {
    const expected = `be at most the number of rows with a weight above 0, ${count}`;
    throw new ArgumentError({ where, argument: 'neighbors', expected, received: String(rest.rules.neighbors) });
  }
  if (rows === undefined || weights === undefined) {
    return {
      x: { ...x, data: x.data.slice() },
      y: Float64Array.from(y),
      weights: new Float64Array(count).fill(1),
      ...rest,
    };
  }
  return {
    x: takeRows(x, rows),
    y: Float64Array.from(rows, (row) => y[row]!),
    weights: Float64Array.from(rows, (row) => weights[row]!),
    ...rest,
  };
}

/** What the neighbors of each query, of checked ones, say, each with its share of all: `use` sees them one after another. */
export function voter({
  x,
  weights,
  rules,
}: Remembered): (queries: Table, use: (vote: { query: number; row: number; share: number }) => void) => void {
  const { algorithm, neighbors } = rules;
  let search: NeighborSearch | undefined;
  return (queries, use) => {
    const tree = algorithm === 'auto' ? x.columns <= MOST_TREE_COLUMNS : algorithm === 'ballTree';
    search ??= tree ? new BallTree(x) : new BruteForce(x);
    const shares = new Float64Array(neighbors);
    for (let start = 0; start < queries.rows; start += QUERIES) {
      const rows = Math.min(QUERIES, queries.rows - start);
      const data = queries.data.subarray(start * x.columns, (start + rows) * x.columns);
      const { indices, distances } = search.search({ rows, columns: x.columns, data }, neighbors);
      for (let query = 0; query < rows; query++) {
        const from = query * neighbors;
        const exact = rules.weights === 'distance' && distances[from] === 0;
        let total = 0;
        for (let i = 0; i < neighbors; i++) {
          const distance = distances[from + i]!;
          const near = rules.weights === 'uniform' ? 1 : exact ? Number(distance === 0) : 1 / Math.sqrt(distance);
          shares[i] = weights[indices[from + i]!]! * near;
          total += shares[i]!;
        }
        for (let i = 0; i < neighbors; i++) {
          use({ query: start + query, row: indices[from + i]!, share: shares[i]! / total });
        }
      }
    }
  };
}

export function saveNeighbors(kind: string, { x, y, weights, rules, classes }: Remembered): SavedEstimator {
  return { json: { kind, version: VERSION, ...rules, columns: x.columns, classes }, arrays: { x: x.data, y, weights } };
}

function restoreNeighbors(kind: string, saved: SavedEstimator): Remembered {
  readSaved(saved, { kind, version: VERSION, names: ['x', 'y', 'weights'] });
  const { neighbors, weights: how, algorithm, columns, classes } = saved.json;
  const where = `${kind}.restore`;
  const rules = resolveNeighbors(where, { neighbors, weights: how, algorithm } as NeighborOptions); // it checks them
  const { x, y, weights } = saved.arrays as Record<'x' | 'y' | 'weights', Float64Array>; // checked
  checkInteger(where, 'columns', columns, { min: 1 });
  checkInteger(where, 'classes', classes, { min: 0 });
  const fits = x.length === y.length * columns && weights.length === y.length && y.length >= rules.neighbors;
  const labelled = classes === 0 || y.every((label) => Number.isInteger(label) && label >= 0 && label < classes);
  if (!fits || !labelled) {
    const expected = `have rows of ${columns} columns, with a target and a weight each`;
    const received = `${x.length} values, ${y.length} targets and ${weights.length} weights`;
    throw new FormatError({ where, argument: 'saved', expected, received });
  }
  return { x: { rows: y.length, columns, data: x }, y, weights, rules, classes };
}
