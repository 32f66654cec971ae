import { checkNumber } from '@neurite/core';
import { abs, div, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { huberOf } from '../internal/huber-of.js';

export type SmoothL1Options = {
  /** Up to which error the loss is a square: a finite number of at least 0; 0 is the absolute error. Default 1. */
  readonly beta?: number | undefined;
};

/**
 * The absolute error, rounded off at 0: `e²/(2·beta)` where `|e| ≤ beta`, else `|e| − beta/2`, with
 * `e = prediction − target`. It is `huber` divided by its delta: of slope 1 far away, whatever beta is.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Options
 * are `beta`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = smoothL1(tensor1d([1, 2]), tensor1d([1, 4]), { beta: 0.5 }); // 0.875
 * @see Girshick 2015, Fast R-CNN, section 2.3
 */
export const smoothL1: LossFunction<SmoothL1Options> = defineLoss('smoothL1', {
  losses: (predictions, targets, { beta = 1 }) =>
    beta === 0 ? abs(sub(predictions, targets)) : div(huberOf(predictions, targets, beta), beta),
  options: ['beta'],
  checkOptions: ({ beta = 1 }) => checkNumber('smoothL1', 'beta', beta, { atLeast: 0 }),
});
