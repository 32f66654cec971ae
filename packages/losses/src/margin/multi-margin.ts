import { ArgumentError, checkNumber, describeValue } from '@neurite/core';
import { mean, mul, relu, square, sub, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkLabelled, explainLabels } from '../internal/check-labels.js';
import {
  type ClassOptions,
  checkClassOptions,
  checkClassWeights,
  checkIgnored,
  hotLabels,
  weighLabels,
} from '../internal/class-labels.js';

const WHERE = 'multiMargin';
const NAMES = { predictions: 'predictions', targets: 'targets' };

export type MultiMarginOptions = ClassOptions & {
  /** By how much the true class should be ahead: a finite number. Default 1. */
  readonly margin?: number | undefined;
  /** The power of each shortfall: 1 or 2. Default 1. */
  readonly p?: 1 | 2 | undefined;
};

/**
 * The hinge loss of one choice among several classes: `Σ w·max(margin − x[label] + xᵢ, 0)ᵖ / classes` over all classes but
 * the true one, whose weight is w.
 *
 * Predictions are float32 scores, [batch, …, classes]; targets int32 classes, [batch, …], or one-hot, [batch, …, classes].
 * The single losses are [batch, …]. Class weights do not change what the mean divides by, as in PyTorch. Options are those of
 * `MultiMarginOptions`, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = multiMargin(tensor2d([[2, 0.5, 1]]), tensor1d([2], 'int32')); // (2 + 0.5) / 3
 * @see Crammer and Singer 2001, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines
 */
export const multiMargin: LossFunction<MultiMarginOptions> = defineLoss(WHERE, {
  options: ['margin', 'p', 'classWeights', 'ignoreIndex'],
  checkOptions: ({ margin = 1, p = 1, ...classes }) => {
    checkNumber(WHERE, 'margin', margin);
    if (p !== 1 && p !== 2) {
      throw new ArgumentError({ where: WHERE, argument: 'p', expected: 'be 1 or 2', received: describeValue(p) });
    }
    checkClassOptions(WHERE, classes);
  },
  check: (scores, labels, { classWeights, ignoreIndex }) => {
    checkLabelled(WHERE, scores, labels, NAMES);
    checkIgnored(WHERE, [scores, labels], ignoreIndex);
    checkClassWeights(WHERE, scores, classWeights);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options, 'by number'),
  losses: (scores, given, { margin = 1, p = 1, classWeights }) => {
    const labels = hotLabels(given, scores);
    const short = relu(sub(scores, sub(sum(mul(labels, scores), -1, true), margin)));
    const others = mul(p === 1 ? short : square(short), sub<Tensor>(1, labels));
    if (classWeights === undefined) return mean(others, -1);
    return mul(mean<Tensor>(others, -1), sum(mul(labels, tensor1d([...classWeights])), -1));
  },
  explain: explainLabels,
});
