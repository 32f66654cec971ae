import { checkNumber } from '@neurite/core';
import { div, equal, expm1, mul, sum, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkLabelled, explainLabels } from '../internal/check-labels.js';
import { checkClassOptions, checkIgnored, hotLabels, weighLabels } from '../internal/class-labels.js';
import { negativeLogSoftmax } from '../internal/negative-log-softmax.js';

const WHERE = 'generalizedCrossEntropy';

export type GeneralizedCrossEntropyOptions = {
  /** Between the cross entropy, towards 0, and the absolute error, at 1: above 0 and at most 1. Default 0.5. */
  readonly q?: number | undefined;
  /**
   * The label of what is not to be learned: such a sample is left out as at weight 0. An integer; only where labels are
   * classes, without the axis of the classes. Default: none.
   */
  readonly ignoreIndex?: number | undefined;
};

/**
 * A cross entropy that forgives wrong labels: `(1 − p^q) / q`, where p is the probability of the true class.
 *
 * Logits are float32, [batch, …, classes]; labels int32 classes, [batch, …], or probabilities, [batch, …, classes], by which
 * the losses of the classes are added up. The single losses are [batch, …]. Options are `q`, ignored index, weights and
 * reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = generalizedCrossEntropy(tensor2d([[0, 0]]), tensor1d([1], 'int32'), { q: 1 }); // 0.5
 * @see Zhang and Sabuncu 2018, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels
 */
export const generalizedCrossEntropy: LossFunction<GeneralizedCrossEntropyOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['q', 'ignoreIndex'],
  checkOptions: ({ q = 0.5, ignoreIndex }) => {
    checkNumber(WHERE, 'q', q, { above: 0, atMost: 1 });
    checkClassOptions(WHERE, { ignoreIndex });
  },
  check: (logits, labels, { ignoreIndex }) => {
    checkLabelled(WHERE, logits, labels);
    checkIgnored(WHERE, [logits, labels], ignoreIndex);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options),
  losses: (logits, given, { q = 0.5 }) => {
    const labels = hotLabels(given, logits);
    const all = negativeLogSoftmax(logits);
    const losses: Tensor = where(equal(labels, 0), zerosLike(all), all); // what is not true may be infinite
    return sum(mul(labels, div(expm1(mul(losses, -q)), -q)), -1);
  },
  explain: explainLabels,
});
