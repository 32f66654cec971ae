import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { FractionalMaxPool, fractionalMaxPool } from '../internal/fractional-pool.js';
import { AXES } from '../internal/spatial.js';

/** The options of `fractionalMaxPool2d`: one of the two. */
export type FractionalMaxPool2dOptions = {
  /** The height and width that come out; one number stands for both. */
  readonly outputSize?: Size2d;
  /** The same in parts of what comes in, each above 0 and below 1; rounded down. */
  readonly outputRatio?: number | readonly [height: number, width: number];
};

/** The module of `fractionalMaxPool2d`. */
export class FractionalMaxPool2d extends FractionalMaxPool<Tensor4D> {
  /** @throws ArgumentError as `fractionalMaxPool2d` does */
  constructor({ poolSize, ...options }: FractionalMaxPool2dOptions & { readonly poolSize: Size2d }) {
    super({ where: 'fractionalMaxPool2d', axes: AXES[2], poolSize, options });
  }
}

/**
 * The maximum of windows whose distances are random, so that images become smaller by any ratio: in training each sample and
 * channel draws its own, else they are those of the middle of all draws (PyTorch draws then, too).
 *
 * @param poolSize the height and width of a window; one number stands for both
 * @returns a blueprint for images [height, width, channels]; with `outputSize` each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, a ratio is out of its range, or none or both are given
 * @throws ShapeError from `outputSpec`, when the input is no image, or has too few elements for that many windows
 * @example
 * using model = build(fractionalMaxPool2d(2, { outputSize: [4, 3] }), { input: [9, 7, 2] });
 * const y = model.forward(ones([1, 9, 7, 2]), inference()); // [1, 4, 3, 2]
 * @see Graham, "Fractional max-pooling", 2014
 */
export function fractionalMaxPool2d(
  poolSize: Size2d,
  options: FractionalMaxPool2dOptions,
): Blueprint<Tensor4D, Tensor4D> {
  const call = { where: 'fractionalMaxPool2d', axes: AXES[2], poolSize, options };
  return fractionalMaxPool<Tensor4D>(call, () => new FractionalMaxPool2d({ poolSize, ...options }));
}
