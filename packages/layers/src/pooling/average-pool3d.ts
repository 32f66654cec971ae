import type { Blueprint } from '@neurite/core';
import type { Tensor, Tensor5D } from '@tensorflow/tfjs-core';
import type { Pool3dOptions, Size3d } from '../image-options.js';
import { meanOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `averagePool3d`. */
export type AveragePool3dOptions = Pool3dOptions & {
  /** Whether padding counts as zeros, as in PyTorch by default. Default false: a window is divided by what it covers. */
  readonly countPadding?: boolean;
};

/** The module of `averagePool3d`. */
export class AveragePool3d extends Pool<Tensor5D> {
  readonly countPadding: boolean;

  /** @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown */
  constructor({ poolSize, countPadding = false, ...options }: AveragePool3dOptions & { readonly poolSize: Size3d }) {
    super({ where: 'averagePool3d', axes: AXES[3], poolSize }, options);
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
 * @param poolSize the depth, height and width of the window; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume or smaller than the window
 * @example
 * using model = build(averagePool3d(2), { input: [4, 4, 4, 1] });
 * const y = model.forward(ones([2, 4, 4, 4, 1]), inference()); // [2, 2, 2, 2, 1]
 */
export function averagePool3d(poolSize: Size3d, options: AveragePool3dOptions = {}): Blueprint<Tensor5D, Tensor5D> {
  const { countPadding: _, ...slide } = options;
  const call = { where: 'averagePool3d', axes: AXES[3], poolSize };
  return pool(call, { args: [poolSize, options], ...slide }, () => new AveragePool3d({ poolSize, ...options }));
}
