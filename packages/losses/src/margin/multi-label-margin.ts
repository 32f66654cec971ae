import { formatShape, ShapeError } from '@neurite/core';
import { cast, div, expandDims, mul, relu, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';

const WHERE = 'multiLabelMargin';

/**
 * The hinge loss of several right classes: `Σ max(1 − xᵢ + xⱼ, 0) / classes` over each class i that is true and each j that
 * is not.
 *
 * Predictions are float32 scores, [batch, …, classes]; targets float32, int32 or bool of the same shape: 1 for each class
 * that is true, else 0 (PyTorch takes lists of classes, filled up with −1). The single losses are [batch, …]. Options are
 * weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = multiLabelMargin(tensor2d([[0.1, 0.2, 0.4, 0.8]]), tensor2d([[1, 0, 0, 1]])); // 0.85
 */
export const multiLabelMargin: LossFunction = defineLoss(WHERE, {
  check: (predictions, targets) => {
    checkPair(WHERE, ['predictions', 'targets'], predictions, targets);
    if (predictions.rank >= 2) return;
    const expected = 'have shape [batch, …, classes]';
    throw new ShapeError({ where: WHERE, argument: 'predictions', expected, received: formatShape(predictions.shape) });
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (scores, given) => {
    const labels = cast(given, 'float32');
    const short = relu(sub(1, sub<Tensor>(expandDims(scores, -1), expandDims(scores, -2))));
    const pairs: Tensor = mul(expandDims(labels, -1), sub(1, expandDims(labels, -2)));
    return div(sum(mul(pairs, short), [-2, -1]), scores.shape.at(-1)!);
  },
});
