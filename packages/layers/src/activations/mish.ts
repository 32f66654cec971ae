import type { AnyRank } from '@neurite/core';
import { mul, softplus, type Tensor, tanh, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `mish`. */
export class Mish<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => mul(x, tanh(softplus(x))) as T); // the shape of x
  }
}

/**
 * `x · tanh(ln(1 + eˣ))`: a smooth relu that dips below 0.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(mish(), { input: [1] });
 * const y = model.forward(tensor2d([[1]]), inference()); // [[0.865]]
 * @see Misra, "Mish: a self regularized non-monotonic activation function", 2019
 */
export function mish(): AnyRank {
  return elementwise('mish', [], () => new Mish());
}
