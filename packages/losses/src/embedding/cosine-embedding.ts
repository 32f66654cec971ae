import { checkNumber } from '@neurite/core';
import { cast, equal, relu, sub, where } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, checkTargets, checkVectors, type Fields } from '../internal/check-trees.js';
import { cosines } from '../internal/distances.js';
import { signs } from '../internal/signs.js';

const WHERE = 'cosineEmbedding';

export type CosineEmbeddingOptions = {
  /** Which cosine two different things may have: from −1 to 1. Default 0. */
  readonly margin?: number | undefined;
};

/**
 * For pairs of vectors: `1 − cos` where both are the same thing (target 1), `max(cos − margin, 0)` where they are not (−1 or
 * 0).
 *
 * Predictions are `{ first, second }`, float32 vectors, [batch, …, features]; targets float32, int32 or bool, [batch, …].
 * Options are `margin`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const pairs = { first: tensor2d([[1, 0], [1, 1]]), second: tensor2d([[0, 1], [2, 2]]) };
 * const loss = cosineEmbedding(pairs, tensor1d([1, -1])); // (1 + 1) / 2
 */
export const cosineEmbedding: LossFunction<CosineEmbeddingOptions, Fields<'first' | 'second'>> = defineLoss(WHERE, {
  fields: ['first', 'second'],
  options: ['margin'],
  checkOptions: ({ margin = 0 }) => checkNumber(WHERE, 'margin', margin, { atLeast: -1, atMost: 1 }),
  check: ({ first, second }, targets) => {
    checkFields(WHERE, { first, second });
    checkVectors(WHERE, 'predictions.first', first);
    checkTargets(WHERE, targets, first.shape.slice(0, -1));
  },
  lossShape: ({ first }) => first.shape.slice(0, -1),
  losses: ({ first, second }, targets, { margin = 0 }) => {
    const y = signs(cast(targets, 'float32'));
    const cosine = cosines(first, second);
    return where(equal(y, 1), sub(1, cosine), where(equal(y, -1), relu(sub(cosine, margin)), Number.NaN));
  },
});
