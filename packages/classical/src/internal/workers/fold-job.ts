import type { Estimator, FittedEstimator, LearnOptions, SavedEstimator } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import type { Targets } from '../check-targets.js';
import { type Rows, takeFrom } from '../take-rows.js';

/** What all folds learn from. */
export type Folding = {
  readonly name: string;
  readonly x: Rows;
  readonly y: Targets;
  readonly weights: LearnOptions['weights'];
  readonly seed: number;
};
export type FoldTask = { readonly training: Uint32Array; readonly validation: Uint32Array };
export type FoldAnswers = { readonly predictions: Float64Array; readonly probabilities: Float64Array | undefined };
export type FoldResult = FoldAnswers & { readonly saved: SavedEstimator };

/** Learns from a part of the rows, and predicts another one. */
export async function learnFold<X extends Rows, Fitted extends FittedEstimator<X>>(
  estimator: Estimator<X, Fitted>,
  { x, y, weights, seed }: Omit<Folding, 'name' | 'x'> & { readonly x: X },
  { training, validation, signal }: FoldTask & { readonly signal?: AbortSignal | undefined },
): Promise<{ readonly model: Fitted; readonly answers: FoldAnswers }> {
  const model = await estimator.fit(
    takeFrom(x, training),
    Float64Array.from(training, (row) => y[row]!),
    {
      ...(weights === undefined ? {} : { weights: Float64Array.from(training, (row) => weights[row]!) }),
      seed,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  const unseen = takeFrom(x, validation);
  return {
    model,
    answers: { predictions: model.predict(unseen), probabilities: model.predictProbabilities?.(unseen) },
  };
}

/** @param estimator the one that the module serves */
export function foldJob(
  setup: Folding,
  estimator: Estimator<unknown> | undefined,
): (task: FoldTask) => Promise<FoldResult> {
  if (estimator?.name !== setup.name) {
    throw new ArgumentError({
      where: 'crossValidate',
      argument: 'workers.module',
      expected: `be the URL of a module that calls \`serveEstimator\` with a ${setup.name}`,
      received: estimator === undefined ? 'one without' : `one with a ${estimator.name}`,
    });
  }
  const own = estimator as unknown as Estimator<Rows>; // it learns from the rows that came with it
  return async (task) => {
    const { model, answers } = await learnFold(own, setup, task);
    return { ...answers, saved: model.save() };
  };
}
