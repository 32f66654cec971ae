import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Pool2dOptions, Size2d } from '../image-options.js';
import { meanOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `averagePool2d`. */
export type AveragePool2dOptions = Pool2dOptions & {
  /** Whether padding counts as zeros, as in PyTorch by default. Default false: a window is divided by what it covers. */
  readonly countPadding?: boolean;
};

/** The module of `averagePool2d`. */
export class AveragePool2d extends Pool<Tensor4D> {
  readonly countPadding: boolean;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, countPadding = false, ...options }: AveragePool2dOptions & { readonly poolSize: Size2d }) {
    super({ where: 'averagePool2d', axes: AXES[2], poolSize }, options);
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
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window
 * @example
 * using model = build(averagePool2d(2), { input: [2, 2, 1] });
 * const y = model.forward(tensor4d([1, 2, 3, 4], [1, 2, 2, 1]), inference()); // [[[[2.5]]]]
 */
export function averagePool2d(poolSize: Size2d, options: AveragePool2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  const { countPadding: _, ...slide } = options;
  const call = { where: 'averagePool2d', axes: AXES[2], poolSize };
  return pool(call, { args: [poolSize, options], ...slide }, () => new AveragePool2d({ poolSize, ...options }));
}
