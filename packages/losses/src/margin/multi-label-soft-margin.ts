import { formatShape, ShapeError } from '@neurite/core';
import { cast, mean, mul, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkPair } from '../internal/check-tensors.js';
import { checkClassOptions, checkClassWeights } from '../internal/class-labels.js';
import { sigmoidCrossEntropies } from '../internal/sigmoid-cross-entropies.js';

const WHERE = 'multiLabelSoftMargin';

export type MultiLabelSoftMarginOptions = {
  /** How much each class counts: finite numbers of at least 0, one for each class. Default: 1 each. */
  readonly classWeights?: readonly number[] | undefined;
};

/**
 * The cross entropy of several yes/no questions about one sample: the mean of `sigmoidCrossEntropy` over the classes, each
 * times its weight.
 *
 * Logits are float32, [batch, …, classes]; labels float32, int32 or bool of the same shape: 1 for each class that is true,
 * else 0. The single losses are [batch, …]. Options are class weights, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = multiLabelSoftMargin(tensor2d([[0, 3, -3]]), tensor2d([[1, 1, 0]]), { classWeights: [2, 1, 1] });
 */
export const multiLabelSoftMargin: LossFunction<MultiLabelSoftMarginOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['classWeights'],
  checkOptions: (options) => checkClassOptions(WHERE, options),
  check: (logits, labels, { classWeights }) => {
    checkPair(WHERE, ['logits', 'labels'], logits, labels);
    checkClassWeights(WHERE, logits, classWeights);
    if (logits.rank >= 2) return;
    const expected = 'have shape [batch, …, classes]';
    throw new ShapeError({ where: WHERE, argument: 'logits', expected, received: formatShape(logits.shape) });
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  losses: (logits, labels, { classWeights }) => {
    const each = sigmoidCrossEntropies(logits, cast(labels, 'float32'));
    return mean<Tensor>(classWeights === undefined ? each : mul(each, tensor1d([...classWeights])), -1);
  },
});
