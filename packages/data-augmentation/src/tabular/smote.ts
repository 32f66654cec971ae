import { ArgumentError, checkInteger, resolveOptions } from '@neurite/core';
import { checkList } from '../internal/check-list.js';
import { nearestRows } from '../internal/nearest-rows.js';
import { appended, checkWanted, classesOf, drawBetween } from '../internal/oversample.js';
import type { LabeledRows, Oversampling, OversamplingOptions } from './oversampling.js';

export type SmoteOptions = OversamplingOptions & {
  /** Indices of columns whose numbers are categories (SMOTE-NC); at least one other is needed. Default: none. */
  readonly categorical?: readonly number[];
};

/**
 * Makes rows of classes that have few, between rows and their neighbors of the same class:
 * `new = row + share · (neighbor − row)`, with a share that is uniform in [0, 1).
 *
 * With categorical columns it is SMOTE-NC: a different category adds the square of the median of the class's standard
 * deviations to the square of a distance, and a new row takes the category that most of the neighbors have; of several the
 * one of the nearest.
 *
 * @throws ArgumentError when an option is out of its range; `draw`: when a class that needs rows has no more of them than
 *   neighbors; ShapeError `draw`: when x is not [rows, columns] or y not [rows]
 * @example
 * const table = {
 *   x: hostArray(Float32Array.of(0, 0, 1, 1, 2, 2, 9, 9, 9, 8), [5, 2]),
 *   y: hostArray(Int32Array.of(0, 0, 0, 1, 1)),
 * };
 * const { draw, apply } = smote({ neighbors: 1 });
 * const balanced = apply(table, draw(RandomStream.fromSeed(1), table)); // 6 rows, of each class 3
 * @see Chawla et al., "SMOTE: Synthetic minority over-sampling technique", 2002; imbalanced-learn's `SMOTE` and `SMOTENC`
 */
export function smote(options: SmoteOptions = {}): Oversampling {
  const name = 'smote';
  const { neighbors, rows, categorical } = resolveOptions(name, options, {
    neighbors: 5,
    rows: undefined,
    categorical: [] as readonly number[],
  });
  checkInteger(name, 'neighbors', neighbors, { min: 1 });
  checkWanted(name, rows);
  checkList(name, 'categorical', categorical, { things: 'columns' });
  for (const column of categorical) checkInteger(name, 'categorical', column, { min: 0 });
  const categories: ReadonlySet<number> = new Set(categorical);
  return {
    name,
    draw: (random, table) => {
      const starts: number[] = [];
      for (const { rows: own, missing } of classesOf(name, table, { wanted: rows, neighbors })) {
        for (let i = 0; i < missing; i++) starts.push(own[random.integer(own.length)]!);
      }
      checkCategories(table.x.shape[1]!, categorical);
      return drawBetween(random, starts, neighbors);
    },
    apply: (table, draw) => {
      const { data, shape } = table.x;
      const columns = shape[1]!;
      return appended(table, draw, {
        count: neighbors,
        nearest: (of, among) => {
          const penalty = categories.size === 0 ? 0 : medianDeviation(table, among, categories) ** 2;
          return nearestRows({ data, columns }, { of, among }, { count: neighbors, categorical: categories, penalty });
        },
        between: (row, { neighbors: near, chosen, share }, to) => {
          for (let c = 0; c < columns; c++) {
            const value = data[row * columns + c]!;
            to[c] = categories.has(c)
              ? commonest(Array.from(near, (other) => data[other * columns + c]!))
              : value + share * (data[chosen * columns + c]! - value);
          }
        },
      });
    },
  };
}

/** The value that occurs most; of several the one that stands first. */
function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === most)!;
}

/** The median of the standard deviations of the columns that are numbers. */
function medianDeviation({ x }: LabeledRows, rows: Int32Array, categories: ReadonlySet<number>): number {
  const columns = x.shape[1]!;
  const deviations: number[] = [];
  for (let c = 0; c < columns; c++) {
    if (categories.has(c)) continue;
    let mean = 0;
    for (const row of rows) mean += x.data[row * columns + c]! / rows.length;
    let squares = 0;
    for (const row of rows) squares += (x.data[row * columns + c]! - mean) ** 2;
    deviations.push(Math.sqrt(squares / rows.length));
  }
  deviations.sort((a, b) => a - b);
  const middle = (deviations.length - 1) / 2;
  return (deviations[Math.floor(middle)]! + deviations[Math.ceil(middle)]!) / 2;
}

function checkCategories(columns: number, categorical: readonly number[]): void {
  const known = new Set(categorical.filter((column) => column < columns));
  if (known.size === categorical.length && known.size < columns) return;
  throw new ArgumentError({
    where: 'smote',
    argument: 'categorical',
    expected: `be some but not all of the columns 0 to ${columns - 1}`,
    received: categorical.join(', '),
  });
}
