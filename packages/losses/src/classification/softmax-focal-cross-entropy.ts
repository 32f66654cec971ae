import { checkNumber } from '@neurite/core';
import { equal, expm1, mul, neg, sum, type Tensor, tensor1d, where, zerosLike } from '@tensorflow/tfjs-core';
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
import { modulated } from '../internal/modulated.js';
import { negativeLogSoftmax } from '../internal/negative-log-softmax.js';

const WHERE = 'softmaxFocalCrossEntropy';

export type SoftmaxFocalOptions = ClassOptions & {
  /** How fast what is easy counts less: a finite number of at least 0; 0 is the cross entropy. Default 2. */
  readonly gamma?: number | undefined;
};

/**
 * The cross entropy of one choice among several classes in which what is right with confidence counts less:
 * `−Σ wᵢ·pᵢ·(1 − qᵢ)ᵞ · log qᵢ` over the last axis, with `q = softmax(x)` and the class weights w.
 *
 * Logits are float32, [batch, …, classes]; labels int32 classes, [batch, …], or probabilities, [batch, …, classes], as
 * `softmaxCrossEntropy` takes them. The single losses are [batch, …]. The mean is over the number of losses; class weights
 * (alpha of the paper) do not change what it divides by. Options are `gamma`, class weights, ignored index, weights and
 * reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const logits = tensor2d([[2, 0, 0], [0, 1e4, 0]]);
 * const loss = softmaxFocalCrossEntropy(logits, tensor1d([1, 1], 'int32'), { classWeights: [0.25, 1, 1] });
 * @see Lin et al. 2017, Focal Loss for Dense Object Detection
 */
export const softmaxFocalCrossEntropy: LossFunction<SoftmaxFocalOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['gamma', 'classWeights', 'ignoreIndex'],
  checkOptions: ({ gamma = 2, ...classes }) => {
    checkNumber(WHERE, 'gamma', gamma, { atLeast: 0 });
    checkClassOptions(WHERE, classes);
  },
  check: (logits, labels, { classWeights, ignoreIndex }) => {
    checkLabelled(WHERE, logits, labels);
    checkIgnored(WHERE, [logits, labels], ignoreIndex);
    checkClassWeights(WHERE, logits, classWeights);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options, 'by number'),
  losses: (logits, given, { gamma = 2, classWeights }) => {
    const labels = hotLabels(given, logits);
    const all = negativeLogSoftmax(logits);
    // What is not true may be infinite: a masked logit.
    const losses: Tensor = where(equal(labels, 0), zerosLike(all), all);
    const focal = mul(labels, modulated(losses, neg(expm1(neg(losses))), gamma));
    return sum(classWeights === undefined ? focal : mul(focal, tensor1d([...classWeights])), -1);
  },
  explain: explainLabels,
});
