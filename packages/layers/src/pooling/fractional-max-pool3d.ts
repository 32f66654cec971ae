import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Size3d } from '../image-options.js';
import { FractionalMaxPool, fractionalMaxPool } from '../internal/fractional-pool.js';
import { AXES } from '../internal/spatial.js';

/** The options of `fractionalMaxPool3d`: one of the two. */
export type FractionalMaxPool3dOptions = {
  /** The depth, height and width that come out; one number stands for all. */
  readonly outputSize?: Size3d;
  /** The same in parts of what comes in, each above 0 and below 1; rounded down. */
  readonly outputRatio?: number | readonly [depth: number, height: number, width: number];
};

/** The module of `fractionalMaxPool3d`. */
export class FractionalMaxPool3d extends FractionalMaxPool<Tensor5D> {
  /** @throws ArgumentError as `fractionalMaxPool3d` does */
  constructor({ poolSize, ...options }: FractionalMaxPool3dOptions & { readonly poolSize: Size3d }) {
    super({ where: 'fractionalMaxPool3d', axes: AXES[3], poolSize, options });
  }
}

/**
 * The maximum of windows whose distances are random, so that volumes become smaller by any ratio: in training each sample and
 * channel draws its own, else they are those of the middle of all draws (PyTorch draws then, too).
 *
 * @param poolSize the depth, height and width of a window; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels]; with `outputSize` each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, a ratio is out of its range, or none or both are given
 * @throws ShapeError from `outputSpec`, when the input is no volume, or has too few elements for that many windows
 * @example
 * using model = build(fractionalMaxPool3d(2, { outputSize: [3, 2, 4] }), { input: [6, 5, 7, 2] });
 * const y = model.forward(ones([1, 6, 5, 7, 2]), inference()); // [1, 3, 2, 4, 2]
 * @see Graham, "Fractional max-pooling", 2014
 */
export function fractionalMaxPool3d(
  poolSize: Size3d,
  options: FractionalMaxPool3dOptions,
): Blueprint<Tensor5D, Tensor5D> {
  const call = { where: 'fractionalMaxPool3d', axes: AXES[3], poolSize, options };
  return fractionalMaxPool<Tensor5D>(call, () => new FractionalMaxPool3d({ poolSize, ...options }));
}
