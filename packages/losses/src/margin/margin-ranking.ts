import { checkNumber } from '@neurite/core';
import { cast, mul, relu, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, checkTargets, type Fields } from '../internal/check-trees.js';
import { signs } from '../internal/signs.js';

const WHERE = 'marginRanking';

export type MarginRankingOptions = {
  /** By how much the better score should be ahead: a finite number. Default 0. */
  readonly margin?: number | undefined;
};

/**
 * For scores of two things of which one is better: `max(margin − y·(first − second), 0)`, with y = 1 where the first should
 * have the higher score, and −1 where the second.
 *
 * Predictions are `{ first, second }`, float32 of one shape; targets float32, int32 or bool of that shape: 1, or −1 or 0.
 * Options are `margin`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const scores = { first: tensor1d([2, 1]), second: tensor1d([1, 3]) };
 * const loss = marginRanking(scores, tensor1d([1, 1]), { margin: 0.5 }); // (0 + 2.5) / 2
 */
export const marginRanking: LossFunction<MarginRankingOptions, Fields<'first' | 'second'>> = defineLoss(WHERE, {
  fields: ['first', 'second'],
  options: ['margin'],
  checkOptions: ({ margin = 0 }) => checkNumber(WHERE, 'margin', margin),
  check: ({ first, second }, targets) => {
    checkFields(WHERE, { first, second });
    checkTargets(WHERE, targets, first.shape);
  },
  lossShape: ({ first }) => first.shape,
  losses: ({ first, second }, targets, { margin = 0 }) =>
    relu(sub(margin, mul(signs(cast(targets, 'float32')), sub<Tensor>(first, second)))),
});
