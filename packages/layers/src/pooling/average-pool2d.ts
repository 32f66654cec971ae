import type { Blueprint } from '@neurite/core';
import { avgPool, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Pool2dOptions, Size2d } from '../image-options.js';
import { Pool2d, pool2d } from '../internal/pool2d.js';

/** The options of `averagePool2d`. */
export type AveragePool2dOptions = Pool2dOptions;

/** The module of `averagePool2d`. */
export class AveragePool2d extends Pool2d {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor(options: AveragePool2dOptions & { readonly poolSize: Size2d }) {
    super('averagePool2d', options);
  }

  protected override pool(x: Tensor4D, poolSize: [number, number], strides: [number, number]): Tensor4D {
    return avgPool(x, poolSize, strides, this.padding);
  }
}

/**
 * The mean of each window, channel by channel.
 *
 * A window at the border is divided by the number of its own pixels: padding does not count.
 *
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window
 * @example
 * using model = build(averagePool2d(2), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[[[2.5]]]]
 */
export function averagePool2d(poolSize: Size2d, options: AveragePool2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  return pool2d('averagePool2d', { poolSize, options, build: () => new AveragePool2d({ poolSize, ...options }) });
}
