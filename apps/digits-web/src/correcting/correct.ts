import { type Example, hostArray, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { randomAffine } from '@neurite/data-augmentation';
import type { DigitModel } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE } from '@neurite/digits-model/network';
import { withNotDigits } from '@neurite/digits-model/not-digits';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit, predict } from '@neurite/training';
import { argMax } from '@tensorflow/tfjs-core';
import type { LabelledImage } from './corrections.js';

/** Training digits in a round, so that nothing else is forgotten. */
const OTHERS = 480;
/** How often the drawings are in a round, all together; each is at least once. */
const COPIES = 60;
const BATCH = 32;
const MOST_ROUNDS = 10;
/** A twentieth of the highest of the training. */
const LEARNING_RATE = 4e-4;
/** Small: the drawing itself is to be learned. */
const AFFINE = { rotation: 5, shift: 1, scale: 0.05 } as const;

/** Numbers in an image. */
const SIZE = INPUT_SHAPE[0] * INPUT_SHAPE[1];

/**
 * Teaches a network drawings that it reads wrong: rounds of some steps, each on the drawings and eight times as many
 * training digits, until it reads all of them as it is told.
 *
 * @param options.train the training digits
 * @returns whether it does after the last round
 */
export async function correct(
  model: DigitModel,
  {
    drawings,
    train,
    seed,
  }: { readonly drawings: readonly LabelledImage[]; readonly train: readonly Example[]; readonly seed: number },
): Promise<boolean> {
  const random = RandomStream.fromSeed(seed).child('correct');
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const digits = Array.from({ length: OTHERS }, () => train[random.integer(train.length)]!);
    const others = await withNotDigits(fromArrays(stacked(digits)), { digits: true }).toArray();
    const length = Math.max(COPIES, drawings.length);
    const copies = Array.from({ length }, (_, i) => drawings[i % drawings.length]!).map(({ image, label }) => ({
      x: hostArray(Float32Array.from(image), INPUT_SHAPE),
      y: hostArray(Int32Array.of(label), []),
    }));
    const batches = fromArrays(stacked([...others, ...copies]))
      .augment(randomAffine(AFFINE), { x: 'image', y: 'label' })
      .shuffle()
      .batch(BATCH);
    const optimizer = adam({ learningRate: LEARNING_RATE });
    await fit(model, batches, { epochs: 1, loss: softmaxCrossEntropy, optimizer, seed: seed + round });
    if (await readsAll(model, drawings)) return true;
  }
  return false;
}

async function readsAll(model: DigitModel, drawings: readonly LabelledImage[]): Promise<boolean> {
  const pixels = new Float32Array(drawings.length * SIZE);
  for (const [i, { image }] of drawings.entries()) pixels.set(image, i * SIZE);
  const logits = await predict(model, hostArray(pixels, [drawings.length, ...INPUT_SHAPE]));
  const read = argMax(logits, 1);
  const classes = await read.data();
  logits.dispose();
  read.dispose();
  return drawings.every(({ label }, i) => classes[i] === label);
}

function stacked(samples: readonly Example[]) {
  const x = new Float32Array(samples.length * SIZE);
  for (const [i, sample] of samples.entries()) x.set(sample.x.data, i * SIZE);
  const y = Int32Array.from(samples, (sample) => sample.y.data[0]!);
  return { x: hostArray(x, [samples.length, ...INPUT_SHAPE]), y: hostArray(y, [samples.length]) };
}
