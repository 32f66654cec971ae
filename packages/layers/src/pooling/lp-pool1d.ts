import { type Blueprint, checkNumber } from '@neurite/core';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Pool1dOptions, Size1d } from '../image-options.js';
import { normOf, Pool, pool } from '../internal/pool.js';
import { AXES, type Window } from '../internal/spatial.js';

/** The options of `lpPool1d`. */
export type LpPool1dOptions = Pool1dOptions;

/** The module of `lpPool1d`. */
export class LpPool1d extends Pool<Tensor3D> {
  readonly p: number;

  /** @throws ArgumentError as `lpPool1d` does */
  constructor({ p, poolSize, ...options }: LpPool1dOptions & { readonly p: number; readonly poolSize: Size1d }) {
    super({ where: 'lpPool1d', axes: AXES[1], poolSize }, options);
    checkNumber('lpPool1d', 'p', p, { atLeast: 1 });
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
 * @param poolSize the length of the window in steps
 * @returns a blueprint for sequences [time, channels]; the time may be null
 * @throws ArgumentError when `p` is below 1, a size is not an integer of at least 1, or the padding or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence or smaller than the window
 * @example
 * using model = build(lpPool1d(2, 2), { input: [2, 1] });
 * const y = model.forward(tensor3d([3, -4], [1, 2, 1]), inference()); // [[[5]]]
 * @see PyTorch's LPPool1d, which leaves out the absolute value, so that it gives NaN for negative sums
 */
export function lpPool1d(p: number, poolSize: Size1d, options: LpPool1dOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  const call = { where: 'lpPool1d', axes: AXES[1], poolSize };
  checkNumber('lpPool1d', 'p', p, { atLeast: 1 });
  return pool(call, { args: [p, poolSize, options], ...options }, () => new LpPool1d({ p, poolSize, ...options }));
}
