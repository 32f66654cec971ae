import type { AnyRank } from '@neurite/core';
import { add, div, mul, relu6, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `sparseSigmoid`. */
export class SparseSigmoid<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => div(relu6(mul(add(x, 1), 3)), 6) as T); // the shape of x
  }
}

/**
 * `min(max((x + 1) / 2, 0), 1)`: sparsemax of two classes.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(sparseSigmoid(), { input: [3] });
 * const y = model.forward(tensor2d([[-2, 0, 3]]), inference()); // [[0, 0.5, 1]]
 * @see Martins and Astudillo, "From softmax to sparsemax", 2016
 */
export function sparseSigmoid(): AnyRank {
  return elementwise('sparseSigmoid', [], () => new SparseSigmoid());
}
