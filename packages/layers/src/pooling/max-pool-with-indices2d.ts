import type { Blueprint } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { PoolWithIndices, poolWithIndices } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';
import type { MaxPool2dOptions } from './max-pool2d.js';

/** The module of `maxPoolWithIndices2d`. */
export class MaxPoolWithIndices2d extends PoolWithIndices<Tensor4D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool2dOptions & { readonly poolSize: Size2d }) {
    super({ where: 'maxPoolWithIndices2d', axes: AXES[2], poolSize, dilates: true }, options);
  }
}

/**
 * As `maxPool2d`, with which element of its channel each maximum is, for `maxUnpool2d`. Among equals it is the first.
 *
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels], which gives { values, indices }
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window
 * @example
 * using model = build(maxPoolWithIndices2d(2), { input: [2, 2, 1] });
 * const { indices } = model.forward(tensor4d([1, 2, 4, 3], [1, 2, 2, 1]), inference()); // [[[[2]]]]
 */
export function maxPoolWithIndices2d(
  poolSize: Size2d,
  options: MaxPool2dOptions = {},
): Blueprint<Tensor4D, Indexed<Tensor4D>> {
  const call = { where: 'maxPoolWithIndices2d', axes: AXES[2], poolSize, dilates: true };
  return poolWithIndices(call, options, () => new MaxPoolWithIndices2d({ poolSize, ...options }));
}
