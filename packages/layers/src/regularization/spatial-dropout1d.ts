import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { AXES } from '../internal/spatial.js';
import { SpatialDropout, spatialDropout } from '../internal/spatial-dropout.js';

/** The module of `spatialDropout1d`. */
export class SpatialDropout1d extends SpatialDropout<Tensor3D> {
  /**
   * @param options rate: the share of channels to drop, in [0, 1)
   * @throws ArgumentError when the rate is not in [0, 1)
   */
  constructor({ rate }: { readonly rate: number }) {
    super({ where: 'spatialDropout1d', axes: AXES[1], rate });
  }
}

/**
 * Dropout of whole channels of sequences: in training each channel of a sample becomes 0 everywhere with probability `rate`, and
 * the others are divided by 1 − rate. Neighbors in one channel are alike, so that dropping single elements drops little.
 *
 * @param rate the share to drop, in [0, 1)
 * @returns a blueprint for sequences [time, channels]
 * @throws ArgumentError when the rate is not in [0, 1)
 * @throws ShapeError from `outputSpec`, when the input has other axes
 * @example
 * using model = build(spatialDropout1d(0.5), { input: [20, 4] });
 * const training = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const y = model.forward(ones([2, 20, 4]), training); // some channels 0, the others 2
 * @see Tompson et al., "Efficient object localization using convolutional networks", 2015
 */
export function spatialDropout1d(rate: number): Blueprint<Tensor3D, Tensor3D> {
  return spatialDropout({ where: 'spatialDropout1d', axes: AXES[1], rate }, () => new SpatialDropout1d({ rate }));
}
