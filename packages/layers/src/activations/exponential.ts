import type { AnyRank } from '@neurite/core';
import { exp, type Tensor } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `exponential`. */
export class Exponential<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return exp(x);
  }
}

/**
 * `eˣ`; infinite above 88.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(exponential(), { input: [2] });
 * const y = model.forward(tensor2d([[0, 1]]), inference()); // [[1, 2.718]]
 */
export function exponential(): AnyRank {
  return elementwise('exponential', [], () => new Exponential());
}
