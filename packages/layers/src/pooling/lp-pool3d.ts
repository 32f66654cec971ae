import { type Blueprint, checkNumber } from '@neurite/core';
import type { Tensor, Tensor5D } from '@tensorflow/tfjs-core';
import type { Pool3dOptions, Size3d } from '../image-options.js';
import { normOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `lpPool3d`. */
export type LpPool3dOptions = Pool3dOptions;

/** The module of `lpPool3d`. */
export class LpPool3d extends Pool<Tensor5D> {
  readonly p: number;

  /** @throws ArgumentError as `lpPool3d` does */
  constructor({ p, poolSize, ...options }: LpPool3dOptions & { readonly p: number; readonly poolSize: Size3d }) {
    super({ where: 'lpPool3d', axes: AXES[3], poolSize }, options);
    checkNumber('lpPool3d', 'p', p, { atLeast: 1 });
    this.p = p;
  }

  protected override pool(x: Tensor, window: Window): Tensor {
    return normOf(x, window, this.p);
  }
}

/**
 * The p-norm of each window, channel by channel: `(Σ |x|ᵖ)^(1/p)`; the sum of absolute values for p = 1, nearly the largest
 * for a great one. A window of zeros has the gradient 0.
 *
 * A window that `ceilMode` lets reach over the end counts as if it were full: its sum is scaled up, as in PyTorch.
 *
 * @param p of at least 1
 * @param poolSize the depth, height and width of the window; one number stands for all
 * @returns a blueprint for volumes [depth, height, width, channels]; each size may be null
 * @throws ArgumentError when `p` is below 1, a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume or smaller than the window
 * @example
 * using model = build(lpPool3d(2, 2), { input: [4, 4, 4, 1] });
 * const y = model.forward(ones([2, 4, 4, 4, 1]), inference()); // [2, 2, 2, 2, 1]
 * @see PyTorch's LPPool3d, which leaves out the absolute value, so that it gives NaN for negative sums
 */
export function lpPool3d(p: number, poolSize: Size3d, options: LpPool3dOptions = {}): Blueprint<Tensor5D, Tensor5D> {
  const call = { where: 'lpPool3d', axes: AXES[3], poolSize };
  checkNumber('lpPool3d', 'p', p, { atLeast: 1 });
  return pool(call, { args: [p, poolSize, options], ...options }, () => new LpPool3d({ p, poolSize, ...options }));
}
