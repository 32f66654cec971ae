import { log1p, relu, square, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The mean of the squared errors of logarithms, `(log(1 + prediction) − log(1 + target))²`: for targets of several orders
 * of magnitude.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Both are at
 * least 0: what is below counts as 0 and has no gradient, as in Keras. Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = meanSquaredLogarithmicError(tensor1d([1, 0]), tensor1d([1, Math.E - 1])); // 0.5
 */
export const meanSquaredLogarithmicError: LossFunction = defineLoss('meanSquaredLogarithmicError', {
  losses: (predictions, targets) => square(sub(log1p(relu(predictions)), log1p(relu(targets)))),
});
