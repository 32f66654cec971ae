import { checkNumber, DtypeError, formatShape, ShapeError, sameShape } from '@neurite/core';
import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import { add, cast, fill, mul, reshape, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { defineLoss, type LossFunction } from './define-loss.js';
import { checkNumeric, checkPredictions, leftOverAxes } from './internal/check-tensors.js';
import { firstElement } from './internal/explain-loss.js';

const WHERE = 'softmaxCrossEntropy';

export type SoftmaxCrossEntropyOptions = {
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
 * Logits are float32, [batch, …, classes], at least two classes: before any softmax. Labels are int32 classes, [batch, …],
 * or probabilities (one-hot is one case), float32, int32 or bool, [batch, …, classes]. A class outside 0 … classes − 1
 * cannot be seen without reading it; its loss is NaN, so that it is not overlooked. Where there is no label (padding), put
 * anything and weight 0. The single losses are [batch, …]. Options are label smoothing, weights and reduction, see
 * `LossOptions`.
 *
 * @throws DtypeError
 * @throws ShapeError
 * @throws ArgumentError
 * @example
 * const logits = tensor2d([[2, 0, 0], [0, 1e4, 0]]);
 * const loss = softmaxCrossEntropy(logits, tensor1d([0, 1], 'int32'));
 * const first = softmaxCrossEntropy(logits, tensor1d([0, -100], 'int32'), { weights: tensor1d([1, 0]) });
 * const smoothed = softmaxCrossEntropy.with({ labelSmoothing: 0.1 }); // for fit
 * @see Szegedy et al. 2016, Rethinking the Inception Architecture for Computer Vision, section 7, for label smoothing
 */
export const softmaxCrossEntropy: LossFunction<SoftmaxCrossEntropyOptions> = defineLoss(WHERE, {
  names: ['logits', 'labels'],
  options: ['labelSmoothing'],
  checkOptions: ({ labelSmoothing = 0 }) => {
    checkNumber(WHERE, 'labelSmoothing', labelSmoothing, { atLeast: 0, below: 1 });
  },
  check: (logits, labels) => {
    checkPredictions(WHERE, 'logits', logits);
    checkClasses(logits);
    checkLabels(logits, labels);
  },
  lossShape: (logits) => logits.slice(0, -1),
  losses: (logits, labels, { labelSmoothing = 0 }) => {
    const classes = logits.shape.at(-1)!;
    const rows = inRows(logits, [-1, classes]) as Tensor2D;
    const hard = labels.rank < logits.rank ? inRows(labels, [-1]) : inRows(cast(labels, 'float32'), [-1, classes]);
    const own = fusedSoftmaxCrossEntropy(rows, hard as Tensor1D);
    return inRows(labelSmoothing === 0 ? own : smoothed(own, rows, labelSmoothing), logits.shape.slice(0, -1));
  },
  explain: async (logits, labels, argument) => {
    const classes = logits.shape.at(-1)!;
    if (labels.rank === logits.rank) return undefined;
    const wrong = await firstElement(labels, argument, (label) => label < 0 || label >= classes);
    return wrong && `${wrong}, which is none of the ${classes} classes, 0 to ${classes - 1}`;
  },
});

/** The cross entropy is linear in the labels, so what is spread evenly has a loss of its own. */
function smoothed(losses: Tensor1D, rows: Tensor2D, labelSmoothing: number): Tensor1D {
  const even = fusedSoftmaxCrossEntropy(rows, fill(rows.shape, 1 / rows.shape[1]) as Tensor2D);
  return add(mul(losses, 1 - labelSmoothing), mul(even, labelSmoothing));
}

/** Without a reshape, which is a step of the tape, where none is needed. */
function inRows(x: Tensor, shape: readonly number[]): Tensor {
  return x.rank === shape.length ? x : reshape(x, [...shape]);
}

function checkClasses(logits: Tensor): void {
  if (logits.rank < 2 || logits.shape.at(-1)! < 2) {
    throw new ShapeError({
      where: WHERE,
      argument: 'logits',
      expected: 'have shape [batch, …, classes] with at least two classes',
      received: formatShape(logits.shape),
      // The softmax of a single logit is 1 whatever it says: nothing would be learned.
      advice: 'For one yes/no logit per sample use sigmoidCrossEntropy',
    });
  }
}

function checkLabels(logits: Tensor, labels: Tensor): void {
  const [classes, probabilities] = [logits.shape.slice(0, -1), logits.shape];
  if (sameShape(labels.shape, probabilities)) {
    checkNumeric(WHERE, 'labels', labels);
  } else if (!sameShape(labels.shape, classes)) {
    const perLabel = labels.dtype === 'int32' ? [...labels.shape, logits.shape.at(-1)!] : labels.shape;
    throw (
      leftOverAxes(WHERE, ['logits', 'labels'], logits.shape, perLabel) ??
      leftOverAxes(WHERE, ['logits', 'labels'], logits.shape, labels.shape) ??
      new ShapeError({
        where: WHERE,
        argument: 'labels',
        expected: `have shape ${formatShape(classes)} (classes) or ${formatShape(probabilities)} (probabilities)`,
        received: formatShape(labels.shape),
      })
    );
  } else if (labels.dtype !== 'int32') {
    throw new DtypeError({
      where: WHERE,
      argument: 'labels',
      expected: 'be int32 where they are classes',
      received: labels.dtype,
      advice: "Cast them with cast(labels, 'int32')",
    });
  }
}
