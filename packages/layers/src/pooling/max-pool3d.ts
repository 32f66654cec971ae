import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor5D } from '@tensorflow/tfjs-core';
import type { Pool3dOptions, Size3d } from '../image-options.js';
import { maximumOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `maxPool3d`. */
export type MaxPool3dOptions = Pool3dOptions & {
  /** How far apart the elements of a window are. Default 1. */
  readonly dilation?: Size3d;
};

/** The module of `maxPool3d`. */
export class MaxPool3d extends Pool<Tensor5D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool3dOptions & { readonly poolSize: Size3d }) {
    super({ where: 'maxPool3d', axes: AXES[3], poolSize, dilates: true }, options);
  }

  protected override pool(x: Tensor, window: Window): Tensor {
    return maximumOf(x, window);
  }
}

/**
 * The maximum of each window, channel by channel.
 *
 * Padding never wins: a window at the border has the maximum of its own elements. Among equals the first has the gradient.
 * A window with a NaN gives NaN on the wasm backend, as in PyTorch; tfjs's own cpu backend passes over it where the
 * window holds a number.
 *
 * @param poolSize the depth, height and width of the window; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume or smaller than the window
 * @example
 * using model = build(maxPool3d(2), { input: [4, 4, 4, 1] });
 * const y = model.forward(ones([2, 4, 4, 4, 1]), inference()); // [2, 2, 2, 2, 1]
 */
export function maxPool3d(poolSize: Size3d, options: MaxPool3dOptions = {}): Blueprint<Tensor5D, Tensor5D> {
  const call = { where: 'maxPool3d', axes: AXES[3], poolSize, dilates: true };
  return pool(call, { args: [poolSize, options], ...options }, () => new MaxPool3d({ poolSize, ...options }));
}
