import type { AnyRank } from '@neurite/core';
import { add, div, relu6, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { elementwise } from '../internal/elementwise.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `hardSigmoid`. */
export class HardSigmoid<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x any shape
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => div(relu6(add(x, 3)), 6) as T); // the shape of x
  }
}

/**
 * A sigmoid of straight lines: `min(max(x / 6 + 1/2, 0), 1)`, as in PyTorch and Keras 3.
 *
 * @returns a blueprint for inputs of any shape
 * @example
 * using model = build(hardSigmoid(), { input: [2] });
 * const y = model.forward(tensor2d([[-9, 0]]), inference()); // [[0, 0.5]]
 * @see Howard et al., "Searching for MobileNetV3", 2019
 */
export function hardSigmoid(): AnyRank {
  return elementwise('hardSigmoid', [], () => new HardSigmoid());
}
