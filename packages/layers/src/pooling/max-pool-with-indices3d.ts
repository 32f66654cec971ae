import type { Blueprint } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Size3d } from '../image-options.js';
import { PoolWithIndices, poolWithIndices } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';
import type { MaxPool3dOptions } from './max-pool3d.js';

/** The module of `maxPoolWithIndices3d`. */
export class MaxPoolWithIndices3d extends PoolWithIndices<Tensor5D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool3dOptions & { readonly poolSize: Size3d }) {
    super({ where: 'maxPoolWithIndices3d', axes: AXES[3], poolSize, dilates: true }, options);
  }
}

/**
 * As `maxPool3d`, with which element of its channel each maximum is, for `maxUnpool3d`. Among equals it is the first.
 *
 * @param poolSize the depth, height and width of the window; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels], which gives { values, indices }
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume or smaller than the window
 * @example
 * using model = build(maxPoolWithIndices3d(2), { input: [4, 4, 4, 1] });
 * const { indices } = model.forward(ones([2, 4, 4, 4, 1]), inference()); // [2, 2, 2, 2, 1]
 */
export function maxPoolWithIndices3d(
  poolSize: Size3d,
  options: MaxPool3dOptions = {},
): Blueprint<Tensor5D, Indexed<Tensor5D>> {
  const call = { where: 'maxPoolWithIndices3d', axes: AXES[3], poolSize, dilates: true };
  return poolWithIndices(call, options, () => new MaxPoolWithIndices3d({ poolSize, ...options }));
}
