import { checkNumber } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import {
  add,
  cast,
  expandDims,
  fill,
  mul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
} from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from '../define-loss.js';
import { checkLabelled, explainLabels } from '../internal/check-labels.js';
import {
  type ClassOptions,
  checkClassOptions,
  checkClassWeights,
  checkIgnored,
  share,
  weighLabels,
  weightOfClasses,
} from '../internal/class-labels.js';

const WHERE = 'softmaxCrossEntropy';

export type SoftmaxCrossEntropyOptions = ClassOptions & {
  /** How much of each label is spread evenly over all classes: at least 0 and below 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
};

/**
 * The cross entropy of one choice among several classes, from logits: `−Σ pᵢ · log softmax(x)ᵢ` over the last axis.
 *
 * Value and gradient stay exact for finite logits of any size; a softmax before it would spoil that.
 *
 * With label smoothing ε over C classes each label p becomes `(1 − ε) · p + ε / C`. With class weights w it is
 * `−Σ wᵢ · pᵢ · log softmax(x)ᵢ`; where labels are classes, the mean divides by the sum of their weights, as in PyTorch.
 *
 * Logits are float32, [batch, …, classes], at least two classes: before any softmax. Labels are int32 classes, [batch, …],
 * or probabilities (one-hot is one case), float32, int32 or bool, [batch, …, classes]. A class outside 0 … classes − 1
 * cannot be seen without reading it; its loss is NaN, so that it is not overlooked. Where there is no label (padding), put
 * anything and weight 0, or one label for all of them and `ignoreIndex`. The single losses are [batch, …]. Options are
 * label smoothing, class weights, ignored index, weights and reduction, see `LossOptions`.
 *
 * @returns a scalar, or with reduction `none` the single losses; the caller owns it
 * @throws DtypeError when a tensor has none of these dtypes
 * @throws ShapeError when a tensor, weights included, is empty or has none of these shapes, or there
 *   are not as many class weights as classes
 * @throws ArgumentError when a tensor is missing, or an option is unknown or out of its range
 * @example
 * const logits = tensor2d([[2, 0, 0], [0, 1e4, 0]]);
 * const loss = softmaxCrossEntropy(logits, tensor1d([0, 1], 'int32'));
 * const first = softmaxCrossEntropy(logits, tensor1d([0, -100], 'int32'), { ignoreIndex: -100 });
 * const smoothed = softmaxCrossEntropy.with({ labelSmoothing: 0.1, classWeights: [1, 1, 5] }); // for fit
 * @see Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision, section 7, for label smoothing
 */
export const softmaxCrossEntropy: LossFunction<SoftmaxCrossEntropyOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['labelSmoothing', 'classWeights', 'ignoreIndex'],
  checkOptions: ({ labelSmoothing = 0, ...classes }) => {
    checkNumber(WHERE, 'labelSmoothing', labelSmoothing, { atLeast: 0, below: 1 });
    checkClassOptions(WHERE, classes);
  },
  check: (logits, labels, { classWeights, ignoreIndex }) => {
    checkLabelled(WHERE, logits, labels);
    checkIgnored(WHERE, [logits, labels], ignoreIndex);
    checkClassWeights(WHERE, logits, classWeights);
  },
  lossShape: ({ shape }) => shape.slice(0, -1),
  weigh: (options) => weighLabels(options),
  losses: (logits, labels, { labelSmoothing = 0, classWeights }) => {
    const classes = logits.shape.at(-1)!;
    const rows = inRows(logits, [-1, classes]) as Tensor2D;
    const hard = labels.rank < logits.rank ? inRows(labels, [-1]) : inRows(cast(labels, 'float32'), [-1, classes]);
    const own = classWeights === undefined ? fused(rows, hard) : classWeighted(rows, hard, classWeights);
    const losses = labelSmoothing === 0 ? own : smoothed(own, rows, labelSmoothing, classWeights);
    return inRows(losses, logits.shape.slice(0, -1));
  },
  explain: explainLabels,
});

function fused(rows: Tensor2D, labels: Tensor): Tensor1D {
  return fusedSoftmaxCrossEntropy(rows, labels as Tensor1D);
}

function classWeighted(rows: Tensor2D, labels: Tensor, weights: readonly number[]): Tensor1D {
  return labels.rank === 2
    ? fused(rows, mul(labels, tensor1d([...weights])))
    : (share(fused(rows, labels), weightOfClasses(labels, weights)) as Tensor1D); // of the losses' shape
}

/** The cross entropy is linear in the labels, so what is spread evenly has a loss of its own. */
function smoothed(
  losses: Tensor1D,
  rows: Tensor2D,
  labelSmoothing: number,
  weights: readonly number[] | undefined,
): Tensor1D {
  const [, classes] = rows.shape;
  const each = fill(rows.shape, 1 / classes) as Tensor2D;
  const even = fused(rows, weights === undefined ? each : mul(each, expandDims(tensor1d([...weights]), 0)));
  return add(mul(losses, 1 - labelSmoothing), mul(even, labelSmoothing));
}

/** Without a reshape, which is a step of the tape, where none is needed. */
function inRows(x: Tensor, shape: readonly number[]): Tensor {
  return x.rank === shape.length ? x : reshape(x, [...shape]);
}
