import type { Blueprint } from '@neurite/core';
import { mean, type Tensor2D, type Tensor5D } from '@tensorflow/tfjs-core';
import { GlobalPool, globalPool } from '../internal/global-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `globalAveragePool3d`. */
export class GlobalAveragePool3d extends GlobalPool<Tensor5D> {
  constructor() {
    super('globalAveragePool3d', AXES[3], mean);
  }
}

/**
 * The mean over all voxels, channel by channel. It makes a network independent of the volume's size.
 *
 * @returns a blueprint that takes volumes [depth, height, width, channels] to [channels]; the spatial sizes may be null
 * @throws ShapeError from `outputSpec`, when the input is no volume
 * @example
 * using model = build(globalAveragePool3d(), { input: [4, 4, 4, 3] });
 * const y = model.forward(ones([2, 4, 4, 4, 3]), inference()); // [2, 3]
 * @see Lin, Chen and Yan, "Network in network", 2013
 */
export function globalAveragePool3d(): Blueprint<Tensor5D, Tensor2D> {
  return globalPool('globalAveragePool3d', AXES[3], () => new GlobalAveragePool3d());
}
