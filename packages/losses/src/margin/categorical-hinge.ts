import { max, mul, relu, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkLabelled, explainLabels } from '../internal/check-labels.js';
import { checkClassOptions, checkIgnored, hotLabels, weighLabels } from '../internal/class-labels.js';

const WHERE = 'categoricalHinge';
const NAMES = { predictions: 'predictions', targets: 'targets' };

export type CategoricalHingeOptions = {
  /**
   * The label of what is not to be learned: such a sample is left out as at weight 0. An integer; only where labels are
   * classes, without the axis of the classes. Default: none.
   */
  readonly ignoreIndex?: number | undefined;
};

/**
 * The hinge loss of one choice among several classes: `max(1 + n − t, 0)`, where t is the score of the true class and n the
 * highest score of any other, at least 0, as in Keras.
 *
 * Predictions are float32 scores, [batch, …, classes]; targets int32 classes, [batch, …], or one-hot, [batch, …, classes].
 * The single losses are [batch, …]. Options are ignored index, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = categoricalHinge(tensor2d([[2, 0.5, 1]]), tensor1d([2], 'int32')); // 2
 */
export const categoricalHinge: LossFunction<CategoricalHingeOptions> = defineLoss(WHERE, {
  options: ['ignoreIndex'],
  checkOptions: (options) => checkClassOptions(WHERE, options),
  check: (scores, labels, { ignoreIndex }) => {
    checkLabelled(WHERE, scores, labels, NAMES);
    checkIgnored(WHERE, [scores, labels], ignoreIndex);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options),
  losses: (scores, given) => {
    const labels = hotLabels(given, scores);
    const others = max(mul(sub<Tensor>(1, labels), scores), -1);
    return relu(sub(1, sub(sum(mul(labels, scores), -1), others)));
  },
  explain: explainLabels,
});
