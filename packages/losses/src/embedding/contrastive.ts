import { checkNumber } from '@neurite/core';
import { cast, equal, maximum, relu, sqrt, square, sub, where } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, checkTargets, checkVectors, type Fields } from '../internal/check-trees.js';
import { squaredDistances } from '../internal/distances.js';
import { signs } from '../internal/signs.js';

const WHERE = 'contrastive';

export type ContrastiveOptions = {
  /** From which distance on two different things are far enough apart: a finite number above 0. Default 1. */
  readonly margin?: number | undefined;
};

/**
 * For pairs of vectors at the Euclidean distance d: `d²` where both are the same thing (target 1), `max(margin − d, 0)²`
 * where they are not (0 or −1).
 *
 * Predictions are `{ first, second }`, float32 vectors, [batch, …, features]; targets float32, int32 or bool, [batch, …].
 * Options are `margin`, weights and reduction, see `LossOptions`. Different things at one place have no gradient: nothing
 * says in which direction to part them.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const pairs = { first: tensor2d([[1, 0], [1, 1]]), second: tensor2d([[0, 0], [1, 0.5]]) };
 * const loss = contrastive(pairs, tensor1d([1, 0])); // (1 + 0.25) / 2
 * @see Hadsell, Chopra and LeCun 2006, Dimensionality Reduction by Learning an Invariant Mapping (which takes half of it)
 */
export const contrastive: LossFunction<ContrastiveOptions, Fields<'first' | 'second'>> = defineLoss(WHERE, {
  fields: ['first', 'second'],
  options: ['margin'],
  checkOptions: ({ margin = 1 }) => checkNumber(WHERE, 'margin', margin, { above: 0 }),
  check: ({ first, second }, targets) => {
    checkFields(WHERE, { first, second });
    checkVectors(WHERE, 'predictions.first', first);
    checkTargets(WHERE, targets, first.shape.slice(0, -1));
  },
  lossShape: ({ first }) => first.shape.slice(0, -1),
  losses: ({ first, second }, targets, { margin = 1 }) => {
    const y = signs(cast(targets, 'float32'));
    const squares = squaredDistances(first, second);
    const apart = square(relu(sub(margin, sqrt(maximum(squares, 1e-14)))));
    return where(equal(y, 1), squares, where(equal(y, -1), apart, Number.NaN));
  },
});
