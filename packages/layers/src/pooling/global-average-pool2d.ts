import type { Blueprint } from '@neurite/core';
import { mean, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { GlobalPool, globalPool } from '../internal/global-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `globalAveragePool2d`. */
export class GlobalAveragePool2d extends GlobalPool<Tensor4D> {
  constructor() {
    super('globalAveragePool2d', AXES[2], mean);
  }
}

/**
 * The mean over all pixels, channel by channel. It makes a network independent of the image's size.
 *
 * @returns a blueprint that takes images [height, width, channels] to [channels]; the spatial sizes may be null
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(globalAveragePool2d(), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[2.5]]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalAveragePool2d(): Blueprint<Tensor4D, Tensor2D> {
  return globalPool('globalAveragePool2d', AXES[2], () => new GlobalAveragePool2d());
}
