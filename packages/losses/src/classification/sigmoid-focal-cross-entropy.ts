import { checkNumber } from '@neurite/core';
import { add, mul, neg, sigmoid, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { modulated } from '../internal/modulated.js';
import { sigmoidCrossEntropies } from '../internal/sigmoid-cross-entropies.js';

const WHERE = 'sigmoidFocalCrossEntropy';

export type SigmoidFocalOptions = {
  /** How fast what is easy counts less: a finite number of at least 0; 0 is the cross entropy. Default 2. */
  readonly gamma?: number | undefined;
  /** How much yes counts, from 0 to 1; no counts the rest to 1. Default: both count 1. */
  readonly alpha?: number | undefined;
};

/**
 * The cross entropy of yes/no questions in which what is right with confidence counts less: `α·(1 − pₜ)ᵞ · −log pₜ`, where
 * `pₜ` is the probability of the truth. For data of which almost all is no, as the anchors of a detector.
 *
 * Logits are float32 of any shape; labels float32, int32 or bool of the same shape, in [0, 1]. Value and gradient stay exact
 * for logits of any size. Options are `gamma`, `alpha`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = sigmoidFocalCrossEntropy(tensor1d([0, 3]), tensor1d([1, 1], 'int32'), { alpha: 0.25 });
 * @see Lin et al. 2017, Focal Loss for Dense Object Detection, where alpha is 0.25
 */
export const sigmoidFocalCrossEntropy: LossFunction<SigmoidFocalOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['gamma', 'alpha'],
  checkOptions: ({ gamma = 2, alpha }) => {
    checkNumber(WHERE, 'gamma', gamma, { atLeast: 0 });
    if (alpha !== undefined) checkNumber(WHERE, 'alpha', alpha, { atLeast: 0, atMost: 1 });
  },
  losses: (logits, labels, { gamma = 2, alpha }) => {
    // 1 − pₜ, without a difference of nearly equal numbers.
    const miss: Tensor = add(mul(labels, sigmoid(neg(logits))), mul(sub(1, labels), sigmoid(logits)));
    const focal = modulated(sigmoidCrossEntropies(logits, labels), miss, gamma);
    return alpha === undefined ? focal : mul(focal, add(mul(labels, 2 * alpha - 1), 1 - alpha));
  },
});
