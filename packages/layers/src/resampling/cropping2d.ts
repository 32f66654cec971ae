import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Sides2d } from '../image-options.js';
import { cutEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `cropping2d`. */
export class Cropping2d extends Resample<Tensor4D> {
  /** @throws ArgumentError when the cropping is not made of integers of at least 0 */
  constructor({ cropping }: { readonly cropping: Sides2d }) {
    super(cutEdges({ where: 'cropping2d', axes: AXES[2], amount: cropping }));
  }
}

/**
 * Cuts pixels off the ends of images.
 *
 * @param cropping a number on all sides, one for each of `[height, width]`, or `[[top, bottom], [left, right]]`
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when the cropping is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no image, or nothing would be left
 * @example
 * using model = build(cropping2d(1), { input: [4, 5, 3] });
 * const y = model.forward(ones([2, 4, 5, 3]), inference()); // [2, 2, 3, 3]
 */
export function cropping2d(cropping: Sides2d): Blueprint<Tensor4D, Tensor4D> {
  const edges = cutEdges({ where: 'cropping2d', axes: AXES[2], amount: cropping });
  return resample(edges, [cropping], () => new Cropping2d({ cropping }));
}
