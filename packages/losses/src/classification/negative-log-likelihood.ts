import { mul, neg, sum, tensor1d } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkLabelled, explainLabels } from '../internal/check-labels.js';
import {
  type ClassOptions,
  checkClassOptions,
  checkClassWeights,
  checkIgnored,
  hotLabels,
  share,
  weighLabels,
} from '../internal/class-labels.js';

const WHERE = 'negativeLogLikelihood';
const NAMES = { predictions: 'logProbabilities', targets: 'labels' };

export type NegativeLogLikelihoodOptions = ClassOptions;

/**
 * The negative log-likelihood of one choice among several classes, from logarithms of probabilities: `−w·x[label]`, with the
 * weight of the class `w`. After a log-softmax it is `softmaxCrossEntropy`, which takes the logits themselves.
 *
 * Logarithms are float32, [batch, …, classes]; labels int32 classes, [batch, …], or probabilities, [batch, …, classes]. The
 * single losses are [batch, …]; where labels are classes, the mean divides by the sum of their weights, as in PyTorch.
 * Options are class weights, ignored index, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const loss = negativeLogLikelihood(log(tensor2d([[0.5, 0.5], [0.1, 0.9]])), tensor1d([0, 1], 'int32'));
 */
export const negativeLogLikelihood: LossFunction<NegativeLogLikelihoodOptions> = defineLoss(WHERE, {
  names: ['logProbabilities', 'labels'],
  options: ['classWeights', 'ignoreIndex'],
  checkOptions: (options) => checkClassOptions(WHERE, options),
  check: (scores, labels, { classWeights, ignoreIndex }) => {
    checkLabelled(WHERE, scores, labels, NAMES);
    checkIgnored(WHERE, [scores, labels], ignoreIndex);
    checkClassWeights(WHERE, scores, classWeights);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options),
  losses: (scores, labels, { classWeights }) => {
    const hot = hotLabels(labels, scores);
    const weights = classWeights && tensor1d([...classWeights]);
    return neg(sum(share(scores, weights === undefined ? hot : mul(hot, weights)), -1));
  },
  explain: explainLabels,
});
