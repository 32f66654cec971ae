import { build, type Callback, countParameters, type Example } from '@neurite/core';
import type { DataPipeline } from '@neurite/data';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { INPUT_SHAPE, networkOf } from '@neurite/digits-model/network';
import { recipe } from '@neurite/digits-model/recipe';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { fit, predict } from '@neurite/training';
import { type RunningTrial, trialPruning } from '@neurite/tuning';
import { configOf, type digitSpace } from './space.js';

export type TrialOptions = {
  readonly train: DataPipeline<Example>;
  readonly validation: DataPipeline<Example>;
  /** Of a trial that is not pruned. */
  readonly epochs: number;
  /** 'mnist', or the folder of other images. */
  readonly data: string;
  /** Besides the one that reports and prunes. */
  readonly callbacks?: readonly Callback[];
};

const BATCH = 256;
const REPEATS = 3;

/**
 * The objective: trains what a trial has chosen, and reports the accuracy on the validation digits after each epoch. It notes how
 * many milliseconds the network takes to read a thousand digits, and its parameters.
 *
 * @returns the last accuracy
 * @throws the reason of the trial's signal, where the search was stopped
 */
export async function trainTrial(
  trial: RunningTrial<typeof digitSpace>,
  { train, validation, epochs, data, callbacks = [] }: TrialOptions,
): Promise<number> {
  const config = configOf(trial.values);
  using model = build(networkOf(config), { input: INPUT_SHAPE, seed: trial.seed });
  const { batches, optimizer } = recipe(train, { epochs, data, config });
  const history = await fit(model, batches, {
    epochs,
    validation: validation.batch(BATCH),
    loss: softmaxCrossEntropy,
    metrics: { accuracy },
    optimizer,
    callbacks: [trialPruning(trial, { monitor: 'validation.accuracy' }), ...callbacks],
    seed: trial.seed,
  });
  trial.signal.throwIfAborted();
  const images = validation.size!;
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const started = performance.now();
    (await predict(new DigitScores(model), validation.batch(BATCH))).dispose();
    times.push(performance.now() - started);
  }
  trial.note({
    milliseconds: (1000 * Math.min(...times)) / images,
    parameters: countParameters(model).total,
  });
  return history.epochs.at(-1)!.validation!.metrics.accuracy;
}
