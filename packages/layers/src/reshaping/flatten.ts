import { type Blueprint, defineLayer, formatShape, Module, ShapeError, sizeOf, spec, tensorInput } from '@neurite/core';
import { reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { elements } from '../internal/sizes.js';

/** The module of `flatten`. */
export class Flatten extends Module<Tensor, Tensor2D> {
  /**
   * @param x [batch, …]
   * @returns a new tensor [batch, features], owned by the caller; it shares the numbers of `x`
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
 * @returns a blueprint for inputs of any rank and dtype; where a size is null, so is that of the output
 * @example
 * using model = build(flatten(), { input: [2, 3] });
 * const y = model.forward(ones([5, 2, 3]), inference()); // [5, 6]
 */
export function flatten(): Blueprint<Tensor, Tensor2D> {
  return defineLayer('flatten', [], {
    outputSpec: (input) => {
      const { shape, dtype } = tensorInput('flatten', input, { dtype: 'any' });
      return spec([shape.includes(null) ? null : elements(shape)], dtype);
    },
    build: () => new Flatten(),
  });
}
