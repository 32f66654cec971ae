import type { AnyRank } from '@neurite/core';
import { relu6 as clipped, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `relu6`. */
export class Relu6<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return clipped(x);
  }
}

/**
 * Relu that stops at 6: `min(max(x, 0), 6)`.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(relu6(), { input: [2] });
 * const y = model.forward(tensor2d([[-1, 9]]), inference()); // [[0, 6]]
 * @see Krizhevsky, "Convolutional deep belief networks on CIFAR-10", 2010
 */
export function relu6(): AnyRank {
  return elementwise('relu6', [], () => new Relu6());
}
