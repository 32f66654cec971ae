import { checkNumber } from '@neurite/core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { huberOf } from '../internal/huber-of.js';

export type HuberOptions = {
  /** Up to which error the loss is a square: a finite number above 0. Default 1. */
  readonly delta?: number | undefined;
};

/**
 * The square of small errors, the amount of large ones, so that outliers pull no harder than `delta`:
 * `e²/2` where `|e| ≤ delta`, else `delta · (|e| − delta/2)`, with `e = prediction − target`.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Options
 * are `delta`, weights and reduction, see `LossOptions`. The gradient stays finite where the error overflows.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = huber(tensor1d([1, 2]), tensor1d([1, 4]), { delta: 0.5 }); // 0.4375
 * const steeper = huber.with({ delta: 2 }); // for fit
 * @see Huber 1964, Robust Estimation of a Location Parameter
 */
export const huber: LossFunction<HuberOptions> = defineLoss('huber', {
  losses: (predictions, targets, { delta = 1 }) => huberOf(predictions, targets, delta),
  options: ['delta'],
  checkOptions: ({ delta = 1 }) => checkNumber('huber', 'delta', delta, { above: 0 }),
});
