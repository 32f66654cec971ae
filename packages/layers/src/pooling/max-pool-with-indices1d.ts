import type { Blueprint } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Size1d } from '../image-options.js';
import { PoolWithIndices, poolWithIndices } from '../internal/indexed-pool.js';
import { AXES } from '../internal/spatial.js';
import type { Indexed } from './indexed.js';
import type { MaxPool1dOptions } from './max-pool1d.js';

/** The module of `maxPoolWithIndices1d`. */
export class MaxPoolWithIndices1d extends PoolWithIndices<Tensor3D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool1dOptions & { readonly poolSize: Size1d }) {
    super({ where: 'maxPoolWithIndices1d', axes: AXES[1], poolSize, dilates: true }, options);
  }
}

/**
 * As `maxPool1d`, with which element of its channel each maximum is, for `maxUnpool1d`. Among equals it is the first.
 *
 * @param poolSize the number of steps of the window
 * @returns a blueprint for sequences [time, channels], which gives { values, indices }
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence or smaller than the window
 * @example
 * using model = build(maxPoolWithIndices1d(2), { input: [4, 1] });
 * const { indices } = model.forward(tensor3d([1, 3, 4, 2], [1, 4, 1]), inference()); // [[[1], [2]]]
 */
export function maxPoolWithIndices1d(
  poolSize: Size1d,
  options: MaxPool1dOptions = {},
): Blueprint<Tensor3D, Indexed<Tensor3D>> {
  const call = { where: 'maxPoolWithIndices1d', axes: AXES[1], poolSize, dilates: true };
  return poolWithIndices(call, options, () => new MaxPoolWithIndices1d({ poolSize, ...options }));
}
