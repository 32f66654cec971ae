import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Size3d } from '../image-options.js';
import { AdaptivePool, adaptivePool, largestBins } from '../internal/adaptive-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `adaptiveMaxPool3d`. */
export class AdaptiveMaxPool3d extends AdaptivePool<Tensor5D> {
  /** @throws ArgumentError when the size is not an integer of at least 1 */
  constructor({ outputSize }: { readonly outputSize: Size3d }) {
    super({ where: 'adaptiveMaxPool3d', axes: AXES[3], outputSize }, largestBins);
  }
}

/**
 * The maximum of windows that cut volumes of any size into as many tiles: along an axis of n, window i of m goes from
 * ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉, so that neighbors overlap where m does not divide n.
 *
 * @param outputSize the depth, height and width that come out; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when the size is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is no volume
 * @example
 * using model = build(adaptiveMaxPool3d(2), { input: [4, 5, 3, 1] });
 * const y = model.forward(ones([1, 4, 5, 3, 1]), inference()); // [1, 2, 2, 2, 1]
 */
export function adaptiveMaxPool3d(outputSize: Size3d): Blueprint<Tensor5D, Tensor5D> {
  const call = { where: 'adaptiveMaxPool3d', axes: AXES[3], outputSize };
  return adaptivePool(call, () => new AdaptiveMaxPool3d({ outputSize }));
}
