import { mul, relu, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { signs } from '../internal/signs.js';

/**
 * The loss of a support vector machine: `max(1 − y·x, 0)` with y = ±1. What is right by a margin of 1 costs nothing.
 *
 * Predictions are float32 scores of any shape; targets float32, int32 or bool of the same shape: 1 for yes, −1 or 0 for no.
 * Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = hinge(tensor1d([0.5, -3]), tensor1d([1, -1])); // 0.25
 * @see Cortes and Vapnik 1995, Support-Vector Networks
 */
export const hinge: LossFunction = defineLoss('hinge', {
  losses: (predictions, targets) => relu(sub(1, mul(signs(targets), predictions))),
});
