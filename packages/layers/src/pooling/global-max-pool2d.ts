import type { Blueprint } from '@neurite/core';
import { max, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { GlobalPool, globalPool } from '../internal/global-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `globalMaxPool2d`. */
export class GlobalMaxPool2d extends GlobalPool<Tensor4D> {
  constructor() {
    super('globalMaxPool2d', AXES[2], max);
  }
}

/**
 * The maximum over all pixels, channel by channel. It makes a network independent of the image's size.
 *
 * @returns a blueprint that takes images [height, width, channels] to [channels]; the spatial sizes may be null
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(globalMaxPool2d(), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[4]]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalMaxPool2d(): Blueprint<Tensor4D, Tensor2D> {
  return globalPool('globalMaxPool2d', AXES[2], () => new GlobalMaxPool2d());
}
