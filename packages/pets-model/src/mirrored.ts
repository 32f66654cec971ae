import { type Context, Module } from '@neurite/core';
import { add, mul, reverse, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';

/** The answer to a photograph: the mean of the logits of it and of its mirror image, divided by a temperature. */
export class Mirrored extends Module<Tensor4D, Tensor2D> {
  readonly network: Module<Tensor4D, Tensor2D>;
  readonly temperature: number;

  /**
   * @param network whose weights it shares; they stay the caller's
   * @param temperature above 1 makes answers less sure; default 1
   */
  constructor(network: Module<Tensor4D, Tensor2D>, temperature = 1) {
    super();
    this.network = network;
    this.temperature = temperature;
  }

  override forward(x: Tensor4D, context: Context): Tensor2D {
    return tidy(() => {
      const logits = this.network.forward(x, context);
      const mirrored = this.network.forward(reverse(x, 2), context);
      return mul(add(logits, mirrored), 0.5 / this.temperature);
    });
  }
}
