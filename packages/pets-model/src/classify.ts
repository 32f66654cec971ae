import { type HostArray, hostArray } from '@neurite/core';
import { predict } from '@neurite/training/predict';
import { softmax } from '@tensorflow/tfjs-core';
import { Mirrored } from './mirrored.js';
import type { Pets } from './model-file.js';
import { toInputs } from './pixels.js';

/**
 * How probable each class is in a photograph.
 *
 * @param photograph uint8 [size, size, 3]
 * @returns one for each class, in the order of the card; they add up to 1
 */
export async function classify({ model, card }: Pets, photograph: HostArray<'uint8'>): Promise<Float32Array> {
  const batch = toInputs(hostArray(photograph.data, [1, ...photograph.shape]));
  const logits = await predict(new Mirrored(model, card.temperature), batch);
  const probabilities = softmax(logits);
  try {
    return Float32Array.from(await probabilities.data());
  } finally {
    logits.dispose();
    probabilities.dispose();
  }
}
