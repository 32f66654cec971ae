import { abs, div, maximum, mul, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';

/**
 * The mean of the absolute errors in percent of the targets: `100 · |prediction − target| / max(|target|, 10⁻⁷)`.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape: nothing is broadcast. Targets
 * near 0 outweigh all others. Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = meanAbsolutePercentageError(tensor1d([1, 2]), tensor1d([1, 4])); // 25
 */
export const meanAbsolutePercentageError: LossFunction = defineLoss('meanAbsolutePercentageError', {
  losses: (predictions, targets) => mul(div(abs(sub(predictions, targets)), maximum(abs(targets), 1e-7)), 100),
});
