import { RandomStream } from './random-stream.js';

/** What a forward pass needs besides its input. */
export type Context = {
  /** Whether dropout drops and batch statistics are taken. */
  readonly training: boolean;
  /** Where layers draw their random numbers, in the order in which they run. */
  readonly random: RandomStream;
};

/**
 * The context of a prediction: nothing is dropped, statistics stay as they are.
 *
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const y = neuron.forward(tensor2d([[1, 2]]), inference());
 */
export function inference(): Context {
  return { training: false, random: RandomStream.fromSeed(0) };
}
