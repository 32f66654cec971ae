import { ArgumentError, checkNumber, describeValue, formatShape, ShapeError, sameShape } from '@neurite/core';
import { add, cast, expandDims, mul, neg, relu, sub, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkNumeric, checkPair, checkPredictions } from '../internal/check-tensors.js';

const WHERE = 'quantile';
const NAMES = ['predictions', 'targets'] as const;

export type QuantileOptions = {
  /**
   * Which share of the targets should lie below the prediction: above 0 and below 1; or a list, one for each element of the
   * last axis of the predictions. Default 0.5, the median.
   */
  readonly quantile?: number | readonly number[] | undefined;
};

/**
 * The pinball loss, whose minimum is a quantile of the targets: `q·e` where the target is above the prediction, else
 * `(q − 1)·e`, with `e = target − prediction`.
 *
 * Predictions are float32 of any shape; targets float32, int32 or bool of the same shape. With a list of quantiles they may
 * lack the last axis, so that one target has several quantiles: [batch, …, quantiles] and [batch, …]. Options are
 * `quantile`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const upper = quantile(tensor1d([3, 5]), tensor1d([4, 4]), { quantile: 0.9 }); // (0.9 + 0.1) / 2
 * const band = quantile.with({ quantile: [0.1, 0.5, 0.9] }); // for a model of three outputs
 * @see Koenker and Bassett 1978, Regression Quantiles
 */
export const quantile: LossFunction<QuantileOptions> = defineLoss(WHERE, {
  options: ['quantile'],
  checkOptions: ({ quantile: share = 0.5 }) => {
    const shares = typeof share === 'number' ? [share] : share;
    if (!Array.isArray(shares) || shares.length === 0) {
      const expected = 'be a number above 0 and below 1, or a list of these';
      throw new ArgumentError({ where: WHERE, argument: 'quantile', expected, received: describeValue(share) });
    }
    for (const one of shares) checkNumber(WHERE, 'quantile', one, { above: 0, below: 1 });
  },
  check: (predictions, targets, { quantile: share }) => {
    if (share === undefined || typeof share === 'number') return checkPair(WHERE, NAMES, predictions, targets);
    checkPredictions(WHERE, NAMES[0], predictions);
    if (predictions.shape.at(-1) !== share.length) {
      const expected = `have ${share.length} elements on the last axis, one for each quantile`;
      const received = formatShape(predictions.shape);
      throw new ShapeError({ where: WHERE, argument: NAMES[0], expected, received });
    }
    if (!sameShape(targets.shape, predictions.shape.slice(0, -1))) checkPair(WHERE, NAMES, predictions, targets);
    checkNumeric(WHERE, NAMES[1], targets);
  },
  losses: (predictions, targets, { quantile: share = 0.5 }) => {
    const truth = cast(targets.rank < predictions.rank ? expandDims(targets, -1) : targets, 'float32');
    const error: Tensor = sub(truth, predictions);
    const [above, below] =
      typeof share === 'number' ? [share, 1 - share] : [tensor1d([...share]), tensor1d(share.map((one) => 1 - one))];
    // Two parts, of which neither has a gradient where there is no error.
    return add(mul(relu(error), above), mul(relu(neg(error)), below));
  },
});
