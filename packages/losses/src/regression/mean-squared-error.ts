import { square, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The mean of the squared errors, `(prediction − target)²`.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Options
 * are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = meanSquaredError(tensor1d([1, 2]), tensor1d([1, 4])); // 2
 */
export const meanSquaredError: LossFunction = defineLoss('meanSquaredError', {
  losses: (predictions, targets) => square(sub(predictions, targets)),
});
