import { mul, relu, square, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { signs } from '../internal/signs.js';

/**
 * The square of the hinge loss, `max(1 − y·x, 0)²` with y = ±1: smooth at the margin, and steeper far from it.
 *
 * Predictions are float32 scores of any shape; targets float32, int32 or bool of the same shape: 1 for yes, −1 or 0 for no.
 * Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = squaredHinge(tensor1d([0.5, -3]), tensor1d([1, -1])); // 0.125
 */
export const squaredHinge: LossFunction = defineLoss('squaredHinge', {
  losses: (predictions, targets) => square(relu(sub(1, mul(signs(targets), predictions)))),
});
