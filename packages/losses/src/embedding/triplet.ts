import { checkBoolean, checkFunction, checkNumber } from '@neurite/core';
import { add, minimum, relu, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkFields, checkVectors, type Fields } from '../internal/check-trees.js';
import { distances } from '../internal/distances.js';

const WHERE = 'triplet';

export type TripletOptions = {
  /** By how much the other thing should be farther away: a finite number above 0. Default 1. */
  readonly margin?: number | undefined;
  /** The norm of the distance: a number of at least 1, or Infinity. Default 2. */
  readonly p?: number | undefined;
  /** Added to each difference, so that equal vectors have a gradient: a finite number of at least 0. Default 1e-6. */
  readonly epsilon?: number | undefined;
  /** Whether the other thing is compared with the positive one too, and the closer of both distances counts. Default false. */
  readonly swap?: boolean | undefined;
  /** A distance of your own between vectors of the last axis, instead of the norm. Default: none. */
  readonly distance?: ((a: Tensor, b: Tensor) => Tensor) | undefined;
};

/**
 * For three vectors, of a thing, of another view of it, and of another thing:
 * `max(d(anchor, positive) − d(anchor, negative) + margin, 0)`.
 *
 * Predictions are `{ anchor, positive, negative }`, float32 vectors, [batch, …, features]; targets are not looked at: give
 * `undefined`. The single losses are [batch, …]. Options are those of `TripletOptions`, weights and reduction, see
 * `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const views = { anchor: tensor2d([[0, 0]]), positive: tensor2d([[0, 1]]), negative: tensor2d([[0, 3]]) };
 * const loss = triplet(views, undefined, { margin: 4 }); // 1 − 3 + 4 = 2
 * @see Schroff, Kalenichenko and Philbin 2015, FaceNet, which takes squared distances
 */
export const triplet: LossFunction<TripletOptions, Fields<'anchor' | 'positive' | 'negative'>, unknown> = defineLoss(
  WHERE,
  {
    fields: ['anchor', 'positive', 'negative'],
    options: ['margin', 'p', 'epsilon', 'swap', 'distance'],
    checkOptions: ({ margin = 1, p = 2, epsilon = 1e-6, swap = false, distance }) => {
      checkNumber(WHERE, 'margin', margin, { above: 0 });
      if (p !== Number.POSITIVE_INFINITY) checkNumber(WHERE, 'p', p, { atLeast: 1, or: 'Infinity' });
      checkNumber(WHERE, 'epsilon', epsilon, { atLeast: 0 });
      checkBoolean(WHERE, 'swap', swap);
      if (distance !== undefined) checkFunction(WHERE, 'distance', distance);
    },
    check: ({ anchor, positive, negative }) => {
      checkFields(WHERE, { anchor, positive, negative });
      checkVectors(WHERE, 'predictions.anchor', anchor);
    },
    lossShape: ({ anchor }) => anchor.shape.slice(0, -1),
    losses: ({ anchor, positive, negative }, _targets, options) => {
      const { margin = 1, p = 2, epsilon = 1e-6, swap = false } = options;
      const distance = options.distance ?? ((a: Tensor, b: Tensor): Tensor => distances(a, b, { p, epsilon }));
      const away = distance(anchor, negative);
      const far = swap ? minimum(away, distance(positive, negative)) : away;
      return relu(add(sub<Tensor>(distance(anchor, positive), far), margin));
    },
  },
);
