import { cast, sub } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';
import { checkVectors } from '../internal/check-trees.js';
import { cosines } from '../internal/distances.js';

const WHERE = 'cosineDistance';

/**
 * One less the cosine of the angle between predictions and targets: from 0, one direction, to 2, the opposite one. Lengths do
 * not matter. The loss `CosineSimilarity` of Keras is this less 1, with the same gradient.
 *
 * Predictions are float32 vectors, [batch, …, features]; targets float32, int32 or bool of the same shape. The single losses
 * are [batch, …]. A vector of zeros has the distance 1 from all. Options are weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = cosineDistance(tensor2d([[1, 0], [3, 3]]), tensor2d([[0, 1], [1, 1]])); // (1 + 0) / 2
 */
export const cosineDistance: LossFunction = defineLoss(WHERE, {
  check: (predictions, targets) => {
    checkPair(WHERE, ['predictions', 'targets'], predictions, targets);
    checkVectors(WHERE, 'predictions', predictions);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (predictions, targets) => sub(1, cosines(predictions, cast(targets, 'float32'))),
});
