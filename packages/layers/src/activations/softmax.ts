import { Module, type Shape, ShapeError, type ShapePreservingBlueprint } from '@neurite/core';
import { softmax as normalisedExponential, type Tensor } from '@tensorflow/tfjs-core';

/** The module of `softmax`. */
export class Softmax<T extends Tensor = Tensor> extends Module<T, T> {
  /**
   * @param x shape [batch, …, classes]
   * @returns a new tensor of the same shape whose last axis sums to 1, owned by the caller
   */
  override forward(x: T): T {
    return normalisedExponential(x);
  }
}

/**
 * Softmax over the last axis: `yᵢ = eˣⁱ / Σⱼ eˣʲ`. The largest x is subtracted first, so that no exponent overflows.
 *
 * For a network that is trained with a cross entropy, leave it out: the losses take logits.
 *
 * @returns a blueprint for inputs of any shape with at least one axis besides the batch
 * @throws ShapeError from `outputShape`, when there is no axis besides the batch
 * @example
 * using model = build(softmax(), { inputShape: [2] });
 * const y = model.forward(tensor2d([[5, 5]]), inference()); // [[0.5, 0.5]]
 */
export function softmax(): ShapePreservingBlueprint {
  const outputShape = (inputShape: Shape): Shape => {
    if (inputShape.length === 0) {
      throw new ShapeError({
        where: 'softmax',
        argument: 'inputShape',
        expected: 'have at least one axis besides the batch',
        received: '[]',
      });
    }
    return inputShape;
  };
  return { name: 'softmax', preservesShape: true, outputShape, build: <T extends Tensor>() => new Softmax<T>() };
}
