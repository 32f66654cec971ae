import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Pool1dOptions, Size1d } from '../image-options.js';
import { meanOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `averagePool1d`. */
export type AveragePool1dOptions = Pool1dOptions & {
  /** Whether padding counts as zeros, as in PyTorch by default. Default false: a window is divided by what it covers. */
  readonly countPadding?: boolean;
};

/** The module of `averagePool1d`. */
export class AveragePool1d extends Pool<Tensor3D> {
  readonly countPadding: boolean;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, countPadding = false, ...options }: AveragePool1dOptions & { readonly poolSize: Size1d }) {
    super({ where: 'averagePool1d', axes: AXES[1], poolSize }, options);
    this.countPadding = countPadding;
  }

  protected override pool(x: Tensor, window: Window): Tensor {
    return meanOf(x, window, this.countPadding);
  }
}

/**
 * The mean of each window, channel by channel.
 *
 * A window at the border is divided by the number of its own elements: padding does not count, unless `countPadding`.
 *
 * @param poolSize the length of the window in steps
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence or smaller than the window
 * @example
 * using model = build(averagePool1d(2), { input: [4, 1] });
 * const y = model.forward(tensor3d([1, 2, 4, 3], [1, 4, 1]), inference()); // [[[1.5], [3.5]]]
 */
export function averagePool1d(poolSize: Size1d, options: AveragePool1dOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  const { countPadding: _, ...slide } = options;
  const call = { where: 'averagePool1d', axes: AXES[1], poolSize };
  return pool(call, { args: [poolSize, options], ...slide }, () => new AveragePool1d({ poolSize, ...options }));
}
