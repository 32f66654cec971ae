import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import { neg, softmax, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `softmin`. */
export class Softmin<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: T): T {
    return tidy(() => softmax(neg(x)) as T); // the shape of x
  }
}

/**
 * Softmax of −x over the last axis: `yᵢ = e⁻ˣⁱ / Σⱼ e⁻ˣʲ`, most for the smallest.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(softmin(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 */
export function softmin(): AnyRank {
  return defineAnyRank('softmin', [], {
    outputSpec: (input) => tensorInput('softmin', input, { axes: ['…', 'classes'] }),
    build: <T extends Tensor>() => new Softmin<T>(),
  });
}
