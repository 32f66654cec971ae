import { ArgumentError, type Estimator, type FittedEstimator, type LearnOptions, resolveOptions } from '@neurite/core';
import type { Targets } from '../internal/check-targets.js';
import { type Rows, rowCount, takeFrom } from '../internal/take-rows.js';
import { type Fold, kFolds } from './folds.js';
import type { Score } from './scores.js';

export type CrossValidateOptions<Names extends string> = LearnOptions & {
  /** What is computed of each fold, by name. */
  readonly scores: Readonly<Record<Names, Score>>;
  /** Which rows are learned from and predicted. Default: `kFolds` of 5, in the order of the rows. */
  readonly folds?: readonly Fold[];
};

export type CrossValidated<Names extends string, Fitted> = {
  /** One number for each fold. */
  readonly scores: Readonly<Record<Names, Float64Array>>;
  /** Their mean. */
  readonly means: Readonly<Record<Names, number>>;
  /** Their standard deviation over the folds, with n − 1. */
  readonly deviations: Readonly<Record<Names, number>>;
  /** What each row is predicted by a model that has not seen it; NaN for rows that no fold predicts. */
  readonly predictions: Float64Array;
  /** One model for each fold. */
  readonly models: readonly Fitted[];
};

/**
 * Learns and predicts in folds, so that each score is of rows that the model has not seen.
 *
 * @param estimator one of a table, or of rows: a `pipeline` learns its preparation anew in each fold, from what the fold
 *   learns from
 * @param options.weights those of the rows that are learned from; scores count each row once
 * @returns scores, predictions and models
 * @throws ArgumentError when there is no fold, or one without rows to learn from or to predict
 * @example
 * const x = { rows: 6, columns: 1, data: Float64Array.of(1, 2, 1.5, 5, 6, 5.5) };
 * const y = Int32Array.of(0, 0, 0, 1, 1, 1);
 * const { means } = await crossValidate(gaussianNaiveBayes(), { x, y }, {
 *   folds: stratifiedFolds(y, { folds: 3 }),
 *   scores: { accuracy: accuracyScore },
 * });
 * console.log(means.accuracy); // 1
 */
export async function crossValidate<X extends Rows, Fitted extends FittedEstimator<X>, Names extends string>(
  estimator: Estimator<X, Fitted>,
  { x, y }: { readonly x: X; readonly y: Targets },
  options: CrossValidateOptions<Names>,
): Promise<CrossValidated<Names, Fitted>> {
  const where = 'crossValidate';
  const { scores, folds, weights, seed, signal } = resolveOptions(where, options, {
    scores: {} as Readonly<Record<Names, Score>>,
    folds: undefined,
    weights: undefined,
    seed: 0,
    signal: undefined,
  });
  const all = folds ?? kFolds(rowCount(x));
  if (all.length === 0 || all.some(({ training, validation }) => training.length === 0 || validation.length === 0)) {
    const expected = 'be folds with rows to learn from and rows to predict';
    throw new ArgumentError({ where, argument: 'folds', expected, received: `${all.length} others` });
  }
  const names = Object.keys(scores) as Names[]; // the type says so
  const results = names.map((): number[] => []);
  const predictions = new Float64Array(rowCount(x)).fill(Number.NaN);
  const models: Fitted[] = [];
  for (const { training, validation } of all) {
    signal?.throwIfAborted();
    const model = await estimator.fit(
      takeFrom(x, training),
      Float64Array.from(training, (row) => y[row]!),
      {
        ...(weights === undefined ? {} : { weights: Float64Array.from(training, (row) => weights[row]!) }),
        seed,
        ...(signal === undefined ? {} : { signal }),
      },
    );
    models.push(model);
    const unseen = takeFrom(x, validation);
    const answers = { predictions: model.predict(unseen), probabilities: model.predictProbabilities?.(unseen) };
    for (const [i, row] of validation.entries()) predictions[row] = answers.predictions[i]!;
    const truth = Float64Array.from(validation, (row) => y[row]!);
    for (const [i, name] of names.entries()) results[i]!.push(scores[name](truth, answers));
  }
  const each = <Value>(make: (values: Float64Array) => Value): Record<Names, Value> =>
    Object.fromEntries(names.map((name, i) => [name, make(Float64Array.from(results[i]!))])) as Record<Names, Value>; // all names
  return { scores: each((values) => values), means: each(meanOf), deviations: each(deviationOf), predictions, models };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
