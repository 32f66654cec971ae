import { Neuron } from '@neurite/core';
import { dispose, sigmoid, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { LOSS_FUNCTIONS } from './loss-functions.js';
import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';

/** What the neuron says to each point, and how wrong that is. */
export type Answers = {
  /** z = w · x + b for each point. */
  readonly z: readonly number[];
  /** What is compared with y: z itself, or its sigmoid. */
  readonly predictions: readonly number[];
  readonly losses: readonly number[];
};

/** Asks a neuron with these weights. */
export async function answers(
  { w, b }: { readonly w: number; readonly b: number },
  { points, loss }: { readonly points: readonly Point[]; readonly loss: LossName },
): Promise<Answers> {
  using neuron = new Neuron({ inputs: 1, weights: [w], bias: b });
  const [z, predictions, losses] = tidy(() => {
    const sums = neuron.forward(tensor2d(points.map(({ x }) => [x])));
    const targets = tensor2d(points.map(({ y }) => [y]));
    const said = loss === 'sigmoidCrossEntropy' ? sigmoid(sums) : sums.clone();
    return [sums, said, LOSS_FUNCTIONS[loss].each(sums, targets)] as const;
  });
  const numbers = await Promise.all([z.data(), predictions.data(), losses.data()]);
  dispose([z, predictions, losses]);
  const [sums, said, wrong] = numbers.map((data) => Array.from(data));
  return { z: sums!, predictions: said!, losses: wrong! };
}
