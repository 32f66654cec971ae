import type { AnyRank } from '@neurite/core';
import { sub, type Tensor, tanh, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `tanhShrink`. */
export class TanhShrink<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => sub(x, tanh(x)) as T); // the shape of x
  }
}

/**
 * `x − tanh(x)`.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(tanhShrink(), { input: [2] });
 * const y = model.forward(tensor2d([[0, 1]]), inference()); // [[0, 0.238]]
 */
export function tanhShrink(): AnyRank {
  return elementwise('tanhShrink', [], () => new TanhShrink());
}
