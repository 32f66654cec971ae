import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { AdaptivePool, adaptivePool, largestBins } from '../internal/adaptive-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `adaptiveMaxPool2d`. */
export class AdaptiveMaxPool2d extends AdaptivePool<Tensor4D> {
  /** @throws ArgumentError when the size is not an integer of at least 1 */
  constructor({ outputSize }: { readonly outputSize: Size2d }) {
    super({ where: 'adaptiveMaxPool2d', axes: AXES[2], outputSize }, largestBins);
  }
}

/**
 * The maximum of windows that cut images of any size into as many tiles: along an axis of n, window i of m goes from
 * ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉, so that neighbors overlap where m does not divide n.
 *
 * @param outputSize the height and width that come out; one number stands for both
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when the size is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is no image
 * @example
 * using model = build(adaptiveMaxPool2d([2, 3]), { input: [null, null, 2] });
 * const y = model.forward(ones([1, 7, 5, 2]), inference()); // [1, 2, 3, 2]
 */
export function adaptiveMaxPool2d(outputSize: Size2d): Blueprint<Tensor4D, Tensor4D> {
  const call = { where: 'adaptiveMaxPool2d', axes: AXES[2], outputSize };
  return adaptivePool(call, () => new AdaptiveMaxPool2d({ outputSize }));
}
