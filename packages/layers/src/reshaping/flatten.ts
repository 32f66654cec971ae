import { type Blueprint, formatShape, Module, ShapeError, sizeOf } from '@neurite/core';
import { reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';

/** The module of `flatten`. */
export class Flatten extends Module<Tensor, Tensor2D> {
  /**
   * @param x shape [batch, …]
   * @returns a new tensor of shape [batch, features], owned by the caller; it shares the numbers of `x`
   * @throws ShapeError when there is no batch axis
   */
  override forward(x: Tensor): Tensor2D {
    const [batch, ...sizes] = x.shape;
    if (batch === undefined) {
      throw new ShapeError({
        where: 'flatten',
        argument: 'x',
        expected: 'have a batch axis',
        received: formatShape(x.shape),
      });
    }
    // The size is written out, because -1 cannot be told from an empty batch.
    return reshape(x, [batch, sizeOf(sizes)]);
  }
}

/**
 * Puts all axes but the batch into one, in row-major order: [batch, height, width, channels] becomes
 * [batch, height · width · channels].
 *
 * @returns a blueprint for inputs of any rank
 * @example
 * using model = build(flatten(), { inputShape: [2, 3] });
 * const y = model.forward(ones([5, 2, 3]), inference()); // shape [5, 6]
 */
export function flatten(): Blueprint<Tensor, Tensor2D> {
  return {
    name: 'flatten',
    outputShape: (inputShape) => [sizeOf(inputShape)],
    build: () => new Flatten(),
  };
}
