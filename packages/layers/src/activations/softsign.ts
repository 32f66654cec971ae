import type { AnyRank } from '@neurite/core';
import { abs, add, div, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `softsign`. */
export class Softsign<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => div(x, add(abs(x), 1)) as T); // the shape of x
  }
}

/**
 * `x / (1 + |x|)`: as tanh, and slower to saturate.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(softsign(), { input: [2] });
 * const y = model.forward(tensor2d([[-1, 3]]), inference()); // [[-0.5, 0.75]]
 * @see Turian, Bergstra and Bengio, "Quadratic features and deep architectures for chunking", 2009
 */
export function softsign(): AnyRank {
  return elementwise('softsign', [], () => new Softsign());
}
