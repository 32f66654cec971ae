import { ArgumentError, DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import {
  add,
  cast,
  fill,
  mul,
  reshape,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { checkNumeric, checkPredictions } from './internal/check-tensors.js';
import { checkLossOptions, reduceLosses } from './internal/reduce-losses.js';
import type { LossOptions, ScalarReduction } from './reduction.js';

const WHERE = 'softmaxCrossEntropy';

export type SoftmaxCrossEntropyOptions = LossOptions & {
  /** How much of each label is spread evenly over all classes: at least 0 and below 1. Default 0. */
  readonly labelSmoothing?: number | undefined;
};

/**
 * The cross entropy of one choice among several classes, from logits: `−Σ pᵢ · log softmax(x)ᵢ` over the last axis.
 *
 * Value and gradient stay exact for finite logits of any size; a softmax before it would spoil that.
 *
 * With label smoothing ε over C classes each label p becomes `(1 − ε) · p + ε / C`.
 *
 * @param logits float32, [batch, …, classes], at least two classes: before any softmax
 * @param labels int32 class numbers, [batch, …], or probabilities (one-hot is one case), float32, int32 or bool,
 *   [batch, …, classes]. A class number outside 0 … classes − 1 cannot be seen without reading it; its loss is NaN,
 *   so that it is not overlooked. Where positions have no label (padding), give them any class number and weight 0.
 * @param options label smoothing; weights and reduction, see `LossOptions`; the single losses are [batch, …]
 * @returns a scalar, or with reduction `none` one loss per example; the caller owns it
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const logits = tensor2d([[2, 0, 0], [0, 1e4, 0]]);
 * const loss = softmaxCrossEntropy(logits, tensor1d([0, 1], 'int32'));
 * const smoothed = softmaxCrossEntropy(logits, tensor1d([0, 1], 'int32'), { labelSmoothing: 0.1 });
 * @see Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision, section 7, for label smoothing
 */
export function softmaxCrossEntropy(
  logits: Tensor,
  labels: Tensor,
  options?: SoftmaxCrossEntropyOptions & ScalarReduction,
): Scalar;
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor, options: SoftmaxCrossEntropyOptions): Tensor;
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor, options: SoftmaxCrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0 } = options;
  checkLabelSmoothing(labelSmoothing);
  checkPredictions(WHERE, 'logits', logits);
  checkClasses(logits);
  checkLabels(logits, labels);
  const lossShape = logits.shape.slice(0, -1);
  checkLossOptions(WHERE, options, lossShape);
  const classes = logits.shape.at(-1)!;
  return tidy(() => {
    const rows = inRows(logits, [-1, classes]) as Tensor2D;
    const hard = labels.rank < logits.rank ? inRows(labels, [-1]) : inRows(cast(labels, 'float32'), [-1, classes]);
    const own = fusedSoftmaxCrossEntropy(rows, hard as Tensor1D);
    const losses = labelSmoothing === 0 ? own : smoothed(own, rows, labelSmoothing);
    return reduceLosses(inRows(losses, lossShape), options);
  });
}

/** The cross entropy is linear in the labels, so what is spread evenly has a loss of its own. */
function smoothed(losses: Tensor1D, rows: Tensor2D, labelSmoothing: number): Tensor1D {
  const even = fusedSoftmaxCrossEntropy(rows, fill(rows.shape, 1 / rows.shape[1]) as Tensor2D);
  return add(mul(losses, 1 - labelSmoothing), mul(even, labelSmoothing));
}

/** Each reshape is a step of the tape, and mostly none is needed. */
function inRows(x: Tensor, shape: readonly number[]): Tensor {
  return x.rank === shape.length ? x : reshape(x, [...shape]);
}

function checkLabelSmoothing(labelSmoothing: number): void {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new ArgumentError({
      where: WHERE,
      argument: 'labelSmoothing',
      expected: 'be a number of at least 0 and below 1',
      received: String(labelSmoothing),
    });
  }
}

function checkClasses(logits: Tensor): void {
  if (logits.rank < 2 || logits.shape.at(-1)! < 2) {
    throw new ShapeError({
      where: WHERE,
      argument: 'logits',
      expected: 'have shape [batch, …, classes] with at least two classes',
      received: formatShape(logits.shape),
      // The softmax of a single logit is 1 whatever it says: nothing would be learned.
      advice: 'For one yes/no logit per example use sigmoidCrossEntropy',
    });
  }
}

function checkLabels(logits: Tensor, labels: Tensor): void {
  const [classNumbers, probabilities] = [logits.shape.slice(0, -1), logits.shape];
  if (sameShape(labels.shape, probabilities)) {
    checkNumeric(WHERE, 'labels', labels);
  } else if (!sameShape(labels.shape, classNumbers)) {
    throw new ShapeError({
      where: WHERE,
      argument: 'labels',
      expected: `have shape ${formatShape(classNumbers)} (class numbers) or ${formatShape(probabilities)} (probabilities)`,
      received: formatShape(labels.shape),
    });
  } else if (labels.dtype !== 'int32') {
    throw new DtypeError({
      where: WHERE,
      argument: 'labels',
      expected: 'be int32 where they are class numbers',
      received: labels.dtype,
      advice: "Cast them with cast(labels, 'int32')",
    });
  }
}
