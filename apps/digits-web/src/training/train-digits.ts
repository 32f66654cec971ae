import { build, type Callback, type ModuleTree } from '@neurite/core';
import { calibrateDoubt } from '@neurite/digits-model/calibrate-doubt';
import { DigitScores } from '@neurite/digits-model/digit-scores';
import { encodeModel, type Training } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE, network } from '@neurite/digits-model/network';
import { recipe, splitDigits } from '@neurite/digits-model/recipe';
import { softmaxCrossEntropy } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { evaluate, fit } from '@neurite/training';
import type { TrainingJob } from '@neurite/training-worker';
import { loadDigits } from './load-digits.js';
import type { TrainingInput, TrainingResult } from './training-job.js';

/** The shortest time between two sets of weights for the reading worker, in milliseconds. */
const PAUSE = 200;

/** Trains a network on digits, and tests it on others. */
export async function trainDigits({ input, callback }: TrainingJob<TrainingInput>): Promise<TrainingResult> {
  const { base, digits, epochs, seed, weights } = input;
  const { train, validation, test } = await splitDigits(await loadDigits(base), seed);
  const { batches, optimizer } = recipe(train.take(digits), { epochs, data: 'mnist' });
  using model = build(network, { input: INPUT_SHAPE, seed });
  const encode = (learned: ModuleTree): Promise<Uint8Array<ArrayBuffer>> =>
    encodeModel(learned, { seed, epochs, data: 'mnist' } satisfies Training);
  const send = async (learned: ModuleTree): Promise<void> => {
    const bytes = await encode(learned);
    weights.postMessage(bytes, [bytes.buffer]);
  };
  const measures = { loss: softmaxCrossEntropy, metrics: { accuracy } };
  await fit(model, batches, {
    ...measures,
    epochs,
    validation: validation.batch(250),
    optimizer,
    callbacks: [sharing(send), callback],
    seed,
  });
  await calibrateDoubt(model, validation);
  await send(model);
  const { metrics } = await evaluate(new DigitScores(model), test.batch(250), measures);
  return { accuracy: metrics.accuracy, tested: test.size!, model: await encode(model) };
}

/** Sends the weights while they are learned, so that the drawing is read with them. */
function sharing(send: (model: ModuleTree) => Promise<void>): Callback {
  let sent = 0;
  return {
    name: 'sharing',
    stepEnd: (run) => {
      if (performance.now() - sent < PAUSE) return;
      sent = performance.now();
      return send(run.model);
    },
  };
}
