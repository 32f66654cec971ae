import { square, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The mean of the squared errors, `(prediction − target)²`.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Options
 * are weights and reduction, see `LossOptions`.
 *
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const loss = meanSquaredError(tensor1d([1, 2]), tensor1d([1, 4])); // 2
 */
export const meanSquaredError: LossFunction = defineLoss('meanSquaredError', {
  losses: (predictions, targets) => square(sub(predictions, targets)),
});
