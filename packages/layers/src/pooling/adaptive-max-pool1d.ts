import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Size1d } from '../image-options.js';
import { AdaptivePool, adaptivePool, largestBins } from '../internal/adaptive-pool.js';
import { AXES } from '../internal/spatial.js';

/** The module of `adaptiveMaxPool1d`. */
export class AdaptiveMaxPool1d extends AdaptivePool<Tensor3D> {
  /** @throws ArgumentError when the size is not an integer of at least 1 */
  constructor({ outputSize }: { readonly outputSize: Size1d }) {
    super({ where: 'adaptiveMaxPool1d', axes: AXES[1], outputSize }, largestBins);
  }
}

/**
 * The maximum of windows that cut sequences of any size into as many parts: along an axis of n, window i of m goes from
 * ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉, so that neighbors overlap where m does not divide n.
 *
 * @param outputSize the number of steps that come out
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when the size is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is no sequence
 * @example
 * using model = build(adaptiveMaxPool1d(3), { input: [null, 2] });
 * const y = model.forward(ones([1, 7, 2]), inference()); // [1, 3, 2]
 */
export function adaptiveMaxPool1d(outputSize: Size1d): Blueprint<Tensor3D, Tensor3D> {
  const call = { where: 'adaptiveMaxPool1d', axes: AXES[1], outputSize };
  return adaptivePool(call, () => new AdaptiveMaxPool1d({ outputSize }));
}
