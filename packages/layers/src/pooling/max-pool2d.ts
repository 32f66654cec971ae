import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Pool2dOptions, Size2d } from '../image-options.js';
import { maximumOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `maxPool2d`. */
export type MaxPool2dOptions = Pool2dOptions & {
  /** How far apart the elements of a window are. Default 1. */
  readonly dilation?: Size2d;
};

/** The module of `maxPool2d`. */
export class MaxPool2d extends Pool<Tensor4D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool2dOptions & { readonly poolSize: Size2d }) {
    super({ where: 'maxPool2d', axes: AXES[2], poolSize, dilates: true }, options);
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
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window
 * @example
 * using model = build(maxPool2d(2), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[[[4]]]]
 */
export function maxPool2d(poolSize: Size2d, options: MaxPool2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  const call = { where: 'maxPool2d', axes: AXES[2], poolSize, dilates: true };
  return pool(call, { args: [poolSize, options], ...options }, () => new MaxPool2d({ poolSize, ...options }));
}
