import { type AnyRank, defineAnyRank, tensorInput } from '@neurite/core';
import { softmax as normalizedExponential, type Tensor } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';

/** The module of `softmax`. */
export class Softmax<T extends Tensor = Tensor> extends Tokenwise<T> {
  /**
   * @param x [batch, …, classes]
   * @returns a new tensor of the same shape whose last axis sums to 1, owned by the caller
   */
  override forward(x: T): T {
    return normalizedExponential(x);
  }
}

/**
 * Softmax over the last axis: `yᵢ = eˣⁱ / Σⱼ eˣʲ`. The largest x is subtracted first, so that no exponent overflows.
 *
 * For a network that is trained with a cross entropy, leave it out: the losses take logits.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch
 * @example
 * using model = build(softmax(), { input: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 */
export function softmax(): AnyRank {
  return defineAnyRank('softmax', [], {
    outputSpec: (input) => tensorInput('softmax', input, { axes: ['…', 'classes'] }),
    build: <T extends Tensor>() => new Softmax<T>(),
  });
}
