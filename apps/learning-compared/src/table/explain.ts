import { partialDependence, permutationImportance, type Score } from '@neurite/classical';
import type { FittedEstimator } from '@neurite/core';
import { RandomStream } from '@neurite/core/random-stream';
import type { RowModel } from './held-out.js';
import type { Input, Row } from './question.js';
import { decodeRows, encodeRows } from './raw-table.js';
import { ask } from './scores.js';

/** Rows beyond this number change the means little, and take time. */
const MOST_ROWS = 1000;
const REPEATS = 5;
const POINTS = 25;
/** So many inputs are drawn. */
const DRAWN = 4;

/** How much worse predictions become without an input. */
export type Importance = { readonly input: Input; readonly mean: number; readonly deviation: number };

/** What is predicted on average where an input has each of some values. */
export type Dependence = {
  readonly input: Input;
  readonly values: readonly (number | string)[];
  /** The mean prediction at each value: one line for values, or one for each class that is shown. */
  readonly lines: Readonly<Record<string, readonly number[]>>;
};

/** What a model makes of its inputs, on rows that it has not learned from; the most important first. */
export function importancesOf(
  model: RowModel,
  { rows, y }: { readonly rows: readonly Row[]; readonly y: Float64Array },
  {
    inputs,
    score,
    classes,
    seed,
  }: {
    readonly inputs: readonly Input[];
    readonly score: Score;
    readonly classes: number | undefined;
    readonly seed: number;
  },
): readonly Importance[] {
  const chosen = drawn(rows.length, seed);
  const x = encodeRows(
    inputs,
    Array.from(chosen, (row) => rows[row]!),
  );
  const truth = Float64Array.from(chosen, (row) => y[row]!);
  const { means, deviations } = permutationImportance(
    onTables(model, inputs, classes),
    { x, y: truth },
    { score, repeats: REPEATS, seed },
  );
  return inputs
    .map((input, i) => ({ input, mean: means[i]!, deviation: deviations[i]! }))
    .sort((a, b) => b.mean - a.mean);
}

/** What is predicted by the values of the most important inputs. */
export function dependencesOf(
  model: RowModel,
  rows: readonly Row[],
  {
    inputs,
    importances,
    classes,
    seed,
  }: {
    readonly inputs: readonly Input[];
    readonly importances: readonly Importance[];
    readonly classes: readonly string[] | undefined;
    readonly seed: number;
  },
): readonly Dependence[] {
  const x = encodeRows(
    inputs,
    Array.from(drawn(rows.length, seed), (row) => rows[row]!),
  );
  const table = onTables(model, inputs, classes?.length);
  return importances
    .slice(0, DRAWN)
    .filter(({ mean }) => mean > 0)
    .map(({ input }) => {
      // Of two classes the second one says all; of many the first ones.
      const labels =
        classes === undefined
          ? [[0, 'prediction'] as const]
          : classes.length === 2
            ? [[1, classes[1]!] as const]
            : [...classes.entries()].slice(0, 6);
      let grid: readonly number[] = [];
      const lines = labels.map(([label, name]) => {
        const found = partialDependence(table, x, { columns: [input.name], points: POINTS, label });
        grid = [...found.grid[0]!];
        return [name, [...found.means]] as const;
      });
      const values = grid.map((value) => (input.kind === 'number' ? value : input.categories[value]!));
      return { input, values, lines: Object.fromEntries(lines) };
    });
}

/** A model of rows as one of tables of their values, which can be shuffled and set. */
function onTables(model: RowModel, inputs: readonly Input[], classes: number | undefined): FittedEstimator {
  const { predictProbabilities } = model;
  return {
    name: model.name,
    predict: (x) => model.predict(decodeRows(inputs, x)),
    save: () => model.save(),
    ...(predictProbabilities && {
      predictProbabilities: (x) => ask(model, decodeRows(inputs, x), classes).probabilities!,
    }),
  };
}

function drawn(rows: number, seed: number): Uint32Array {
  return RandomStream.fromSeed(seed).child('explained rows').permutation(rows).subarray(0, MOST_ROWS);
}
