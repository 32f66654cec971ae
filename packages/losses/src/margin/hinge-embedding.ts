import { checkNumber } from '@neurite/core';
import { equal, relu, sub, where } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { signs } from '../internal/signs.js';

export type HingeEmbeddingOptions = {
  /** How far apart what is different should be: a finite number. Default 1. */
  readonly margin?: number | undefined;
};

/**
 * For distances: `x` where two things are the same (target 1), `max(margin − x, 0)` where they are not (−1 or 0).
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape. Options are `margin`, weights and
 * reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = hingeEmbedding(tensor1d([0.5, 0.25]), tensor1d([1, -1])); // 0.625
 */
export const hingeEmbedding: LossFunction<HingeEmbeddingOptions> = defineLoss('hingeEmbedding', {
  options: ['margin'],
  checkOptions: ({ margin = 1 }) => checkNumber('hingeEmbedding', 'margin', margin),
  losses: (predictions, targets, { margin = 1 }) => {
    const y = signs(targets);
    const apart = relu(sub(margin, predictions));
    return where(equal(y, 1), predictions, where(equal(y, -1), apart, Number.NaN));
  },
});
