import { type Context, Module } from '@neurite/core';
import { slice, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { CLASSES } from './classes.js';

/** The scores of the ten digits alone: what the network reads in an image of which one knows that it shows a digit. */
export class DigitScores extends Module<Tensor4D, Tensor2D> {
  readonly network: Module<Tensor4D, Tensor2D>;

  /** @param network whose weights it shares; they stay the caller's */
  constructor(network: Module<Tensor4D, Tensor2D>) {
    super();
    this.network = network;
  }

  override forward(x: Tensor4D, context: Context): Tensor2D {
    return slice(this.network.forward(x, context), [0, 0], [-1, CLASSES]);
  }
}
