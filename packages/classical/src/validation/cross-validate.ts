import type { Estimator, FittedEstimator, LearnOptions } from '@neurite/core';
import { checkFunction, checkKind, describeValue, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { Targets } from '../internal/check-targets.js';
import { checkRows, type Rows, rowCount } from '../internal/take-rows.js';
import { checkWorkers } from '../internal/workers/check-workers.js';
import { type FoldAnswers, learnFold } from '../internal/workers/fold-job.js';
import { runInWorkers } from '../internal/workers/run-in-workers.js';
import type { Workers } from '../workers/workers.js';
import { type Fold, kFolds } from './folds.js';
import type { Score } from './scores.js';

export type CrossValidateOptions<Names extends string> = LearnOptions & {
  /** What is computed of each fold, by name. */
  readonly scores: Readonly<Record<Names, Score>>;
  /** Which rows are learned from and predicted. Default: `kFolds` of 5, in the order of the rows. */
  readonly folds?: readonly Fold[];
  /**
   * How many threads learn folds, and a module that calls `serveEstimator` with the same estimator. The models are then
   * restored ones. Default 1: the thread of the call.
   */
  readonly workers?: Workers;
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
 * @throws ArgumentError when there is no fold, or one without rows to learn from or to predict; where the module of
 *   `workers` serves no such estimator
 * @throws BackendError when a thread cannot be started, or ends
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
  const { scores, folds, weights, seed, signal, workers } = resolveOptions(where, options, {
    scores: options?.scores,
    folds: undefined,
    weights: undefined,
    seed: 0,
    signal: undefined,
    workers: 1,
  });
  checkKind(where, 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  checkRows(where, x);
  if (typeof scores !== 'object' || scores === null || Object.keys(scores).length === 0) {
    const expected = 'be an object with at least one score by name';
    throw new ArgumentError({ where, argument: 'scores', expected, received: describeValue(scores) });
  }
  for (const [name, score] of Object.entries(scores)) checkFunction(where, `scores.${name}`, score);
  const threads = checkWorkers(where, workers);
  const all = folds ?? kFolds(rowCount(x));
  if (
    !Array.isArray(all) ||
    all.length === 0 ||
    all.some(({ training, validation }) => training.length === 0 || validation.length === 0)
  ) {
    const expected = 'be folds with rows to learn from and rows to predict';
    const received = Array.isArray(all) ? `${all.length} others` : describeValue(all);
    throw new ArgumentError({ where, argument: 'folds', expected, received });
  }
  const names = Object.keys(scores) as Names[]; // the type says so
  const results = names.map((): number[] => []);
  const predictions = new Float64Array(rowCount(x)).fill(Number.NaN);
  const models: Fitted[] = [];
  const learned = { x, y, weights, seed };
  const keep = (fold: Fold, model: Fitted, answers: FoldAnswers): void => {
    models.push(model);
    for (const [i, row] of fold.validation.entries()) predictions[row] = answers.predictions[i]!;
    const truth = Float64Array.from(fold.validation, (row) => y[row]!);
    for (const [i, name] of names.entries()) results[i]!.push(scores[name](truth, answers));
  };
  if (threads.count === 1) {
    for (const fold of all) {
      signal?.throwIfAborted();
      const { model, answers } = await learnFold(estimator, learned, { ...fold, signal });
      keep(fold, model, answers);
    }
  } else {
    const setup = { ...learned, name: estimator.name };
    const answered = await runInWorkers(where, { job: 'fold', setup, tasks: all }, { ...threads, signal });
    for (const [i, fold] of all.entries()) keep(fold, estimator.restore(answered[i]!.saved), answered[i]!);
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
