import { cast, equal, isNaN as isNotANumber, where } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { sigmoidCrossEntropies } from '../internal/sigmoid-cross-entropies.js';
import { signs } from '../internal/signs.js';

/**
 * The logistic loss, `log(1 + e^(−y·x))` with y = ±1: `sigmoidCrossEntropy` for targets of ±1.
 *
 * Predictions are float32 scores of any shape; targets float32, int32 or bool of the same shape: 1 for yes, −1 or 0 for no.
 * Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = softMargin(tensor1d([0, 1e4]), tensor1d([1, 1])); // log(2) / 2
 */
export const softMargin: LossFunction = defineLoss('softMargin', {
  losses: (predictions, targets) => {
    const y = signs(targets);
    const labels = where(isNotANumber(y), Number.NaN, cast(equal(y, 1), 'float32'));
    return sigmoidCrossEntropies(predictions, labels);
  },
});
