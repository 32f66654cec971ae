import { type HostArray, hostArray } from '@neurite/core';
import { predict } from '@neurite/training/predict';
import { dispose, softmax } from '@tensorflow/tfjs-core';
import { MeanFeatures } from './mean-features.js';
import { Mirrored } from './mirrored.js';
import type { Pets } from './model-file.js';
import { toInputs } from './pixels.js';
import { distanceFromUsual } from './usual.js';

/** What a network says of a photograph. */
export type Classified = {
  /** One for each class, in the order of the card; they add up to 1. */
  readonly probabilities: Float32Array;
  /** How far it is from the photographs that the network learned from, see `distanceFromUsual`. */
  readonly distance: number;
};

/** @param photograph uint8 [size, size, 3] */
export async function classify({ model, card }: Pets, photograph: HostArray<'uint8'>): Promise<Classified> {
  const batch = toInputs(hostArray(photograph.data, [1, ...photograph.shape]));
  const logits = await predict(new Mirrored(model, card.temperature), batch);
  const features = await predict(new MeanFeatures(model), batch);
  const probabilities = softmax(logits);
  try {
    return {
      probabilities: Float32Array.from(await probabilities.data()),
      distance: distanceFromUsual(await features.data(), card.usual),
    };
  } finally {
    dispose([logits, features, probabilities]);
  }
}
