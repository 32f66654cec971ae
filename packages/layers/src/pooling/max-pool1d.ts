import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Pool1dOptions, Size1d } from '../image-options.js';
import { maximumOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `maxPool1d`. */
export type MaxPool1dOptions = Pool1dOptions & {
  /** How far apart the elements of a window are. Default 1. */
  readonly dilation?: Size1d;
};

/** The module of `maxPool1d`. */
export class MaxPool1d extends Pool<Tensor3D> {
  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, ...options }: MaxPool1dOptions & { readonly poolSize: Size1d }) {
    super({ where: 'maxPool1d', axes: AXES[1], poolSize, dilates: true }, options);
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
 * @param poolSize the length of the window in steps
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence or smaller than the window
 * @example
 * using model = build(maxPool1d(2), { input: [4, 1] });
 * const y = model.forward(tensor3d([1, 2, 4, 3], [1, 4, 1]), inference()); // [[[2], [4]]]
 */
export function maxPool1d(poolSize: Size1d, options: MaxPool1dOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  const call = { where: 'maxPool1d', axes: AXES[1], poolSize, dilates: true };
  return pool(call, { args: [poolSize, options], ...options }, () => new MaxPool1d({ poolSize, ...options }));
}
