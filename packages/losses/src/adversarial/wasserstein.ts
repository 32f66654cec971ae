import { mul, neg } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { signs } from '../internal/signs.js';

/**
 * The loss of a critic whose scores tell how far two distributions are apart: `−y·x`, with y = 1 for real samples and −1 for
 * generated ones. The generator is trained with the target 1. Add a `gradientPenalty`, so that scores stay bounded.
 *
 * Predictions are float32 scores of any shape; targets float32, int32 or bool of the same shape: 1, or −1 or 0. Options are
 * weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = wasserstein(tensor1d([3, -1]), tensor1d([1, -1])); // (−3 − 1) / 2
 * @see Arjovsky, Chintala and Bottou 2017, Wasserstein GAN
 */
export const wasserstein: LossFunction = defineLoss('wasserstein', {
  losses: (predictions, targets) => neg(mul(signs(targets), predictions)),
});
