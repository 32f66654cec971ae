import { type Blueprint, defineLayer, formatShape, Module, ShapeError, spec, tensorInput } from '@neurite/core';
import { mean, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { lastSize } from '../internal/sizes.js';

/** The module of `globalAveragePool2d`. */
export class GlobalAveragePool2d extends Module<Tensor4D, Tensor2D> {
  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, channels], owned by the caller
   * @throws ShapeError when these are no images
   */
  override forward(x: Tensor4D): Tensor2D {
    const shape: readonly number[] = x.shape;
    if (shape.length !== 4) {
      throw new ShapeError({
        where: 'globalAveragePool2d',
        argument: 'x',
        expected: 'have shape [batch, height, width, channels]',
        received: formatShape(shape),
      });
    }
    return mean(x, [1, 2]);
  }
}

/**
 * The mean over all pixels, channel by channel. It makes a network independent of the image's size.
 *
 * @returns a blueprint that takes images [height, width, channels] to [channels]; height and width may be null
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(globalAveragePool2d(), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[2.5]]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalAveragePool2d(): Blueprint<Tensor4D, Tensor2D> {
  return defineLayer('globalAveragePool2d', [], {
    outputSpec: (input) =>
      spec([lastSize(tensorInput('globalAveragePool2d', input, { axes: ['height', 'width', 'channels'] }))]),
    build: () => new GlobalAveragePool2d(),
  });
}
