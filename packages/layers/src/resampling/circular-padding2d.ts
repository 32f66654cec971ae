import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Sides2d } from '../image-options.js';
import { CIRCULAR, copiedEdges } from '../internal/edges.js';
import { Resample, resample } from '../internal/resample.js';
import { AXES } from '../internal/spatial.js';

/** The module of `circularPadding2d`. */
export class CircularPadding2d extends Resample<Tensor4D> {
  /** @throws ArgumentError when the padding is not made of integers of at least 0 */
  constructor({ padding }: { readonly padding: Sides2d }) {
    super(copiedEdges({ where: 'circularPadding2d', axes: AXES[2], amount: padding }, CIRCULAR));
  }
}

/**
 * Goes on at the other end of images, as if each axis were a ring (b c | a b c | a b).
 *
 * @param padding a number on all sides, one for each of `[height, width]`, or `[[top, bottom], [left, right]]`
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when the padding is not made of integers of at least 0
 * @throws ShapeError from `outputSpec`, when the input is no image, or smaller than the padding
 * @example
 * using model = build(circularPadding2d(1), { input: [4, 4, 3] });
 * const y = model.forward(ones([2, 4, 4, 3]), inference()); // [2, 6, 6, 3]
 */
export function circularPadding2d(padding: Sides2d): Blueprint<Tensor4D, Tensor4D> {
  const edges = copiedEdges({ where: 'circularPadding2d', axes: AXES[2], amount: padding }, CIRCULAR);
  return resample(edges, [padding], () => new CircularPadding2d({ padding }));
}
