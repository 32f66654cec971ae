import { type Blueprint, checkNumber } from '@neurite/core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Pool2dOptions, Size2d } from '../image-options.js';
import { normOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `lpPool2d`. */
export type LpPool2dOptions = Pool2dOptions;

/** The module of `lpPool2d`. */
export class LpPool2d extends Pool<Tensor4D> {
  readonly p: number;

  /** @throws ArgumentError as `lpPool2d` does */
  constructor({ p, poolSize, ...options }: LpPool2dOptions & { readonly p: number; readonly poolSize: Size2d }) {
    super({ where: 'lpPool2d', axes: AXES[2], poolSize }, options);
    checkNumber('lpPool2d', 'p', p, { atLeast: 1 });
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
 * @param poolSize the height and width of the window in pixels; one number stands for both
 * @returns a blueprint for images [height, width, channels]; each size may be null
 * @throws ArgumentError when `p` is below 1, a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image or smaller than the window
 * @example
 * using model = build(lpPool2d(2, [1, 2]), { input: [1, 2, 1] });
 * const y = model.forward(tensor4d([3, -4], [1, 1, 2, 1]), inference()); // [[[[5]]]]
 * @see PyTorch's LPPool2d, which leaves out the absolute value, so that it gives NaN for negative sums
 */
export function lpPool2d(p: number, poolSize: Size2d, options: LpPool2dOptions = {}): Blueprint<Tensor4D, Tensor4D> {
  const call = { where: 'lpPool2d', axes: AXES[2], poolSize };
  checkNumber('lpPool2d', 'p', p, { atLeast: 1 });
  return pool(call, { args: [p, poolSize, options], ...options }, () => new LpPool2d({ p, poolSize, ...options }));
}
