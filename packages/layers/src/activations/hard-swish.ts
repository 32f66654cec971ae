import type { AnyRank } from '@neurite/core';
import { add, div, mul, relu6, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `hardSwish`. */
export class HardSwish<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => mul(x, div(relu6(add(x, 3)), 6)) as T); // the shape of x
  }
}

/**
 * Silu with a hard sigmoid: `x · min(max(x / 6 + 1/2, 0), 1)`. Keras calls it hard silu, too.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(hardSwish(), { input: [2] });
 * const y = model.forward(tensor2d([[-9, 3]]), inference()); // [[0, 3]]
 * @see Howard et al., "Searching for MobileNetV3", 2019
 */
export function hardSwish(): AnyRank {
  return elementwise('hardSwish', [], () => new HardSwish());
}
