import type { FittedEstimator, Table } from '@neurite/core';
import { checkFunction, checkInteger, checkKind, resolveOptions } from '@neurite/core/checks';
import { RandomStream } from '@neurite/core/random-stream';
import { checkTable } from '../internal/check-table.js';
import { checkValues, type Targets } from '../internal/check-targets.js';
import type { Score } from '../validation/scores.js';

export type PermutationImportanceOptions = {
  /** What should not become worse. */
  readonly score: Score;
  /** How often each column is shuffled. At least 1. Default 5. */
  readonly repeats?: number;
  /** An integer of at least 0. Default 0. */
  readonly seed?: number;
};

export type PermutationImportances = {
  /** By how much the score falls when the column is shuffled, on average: one for each column. */
  readonly means: Float64Array;
  /** The standard deviation over the repeats. */
  readonly deviations: Float64Array;
  /** The score of the table as it is. */
  readonly score: number;
};

/**
 * How much worse a model becomes when the values of one column are shuffled: what it makes of that column. Rows that it has not
 * learned from show what it makes of it for others. Columns that say the same hide one another.
 *
 * @param model whatever predicts tables
 * @returns numbers for each column; columns × repeats predictions are made, and block until they are done
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(1, 7, 2, 7, 5, 7, 6, 7) };
 * const y = Int32Array.of(0, 0, 1, 1);
 * const model = decisionTreeClassifier().fit(x, y);
 * console.log(permutationImportance(model, { x, y }, { score: accuracyScore }).means); // above 0, and 0
 * @see Breiman, "Random forests", 2001; Fisher, Rudin and Dominici, "All models are wrong, but many are useful", 2019
 */
export function permutationImportance(
  model: FittedEstimator,
  { x, y }: { readonly x: Table; readonly y: Targets },
  options: PermutationImportanceOptions,
): PermutationImportances {
  const where = 'permutationImportance';
  const { score, repeats, seed } = resolveOptions(where, options, { score: options?.score, repeats: 5, seed: 0 });
  checkKind(where, 'model', model, { be: 'what an estimator has learned', member: 'predict' });
  checkFunction(where, 'score', score);
  checkInteger(where, 'repeats', repeats, { min: 1 });
  checkTable(where, x, { missing: true });
  checkValues(where, y, x.rows);
  const truth = Float64Array.from(y);
  const ask = (table: Table): number =>
    score(truth, { predictions: model.predict(table), probabilities: model.predictProbabilities?.(table) });
  const base = ask(x);
  const random = RandomStream.fromSeed(seed);
  const means = new Float64Array(x.columns);
  const deviations = new Float64Array(x.columns);
  const data = x.data.slice();
  for (let column = 0; column < x.columns; column++) {
    const falls = Array.from({ length: repeats }, (_, repeat) => {
      const order = random.child(`column ${column}, repeat ${repeat}`).permutation(x.rows);
      for (let row = 0; row < x.rows; row++) data[row * x.columns + column] = x.data[order[row]! * x.columns + column]!;
      return base - ask({ ...x, data });
    });
    for (let row = 0; row < x.rows; row++) data[row * x.columns + column] = x.data[row * x.columns + column]!;
    const mean = falls.reduce((sum, fall) => sum + fall, 0) / repeats;
    means[column] = mean;
    deviations[column] = Math.sqrt(falls.reduce((sum, fall) => sum + (fall - mean) ** 2, 0) / repeats);
  }
  return { means, deviations, score: base };
}
