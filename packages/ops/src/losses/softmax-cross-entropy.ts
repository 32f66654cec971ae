import { assertShape, DtypeError } from '@neurite/core';
import { defineOperation, fusedOperation, type Operation } from '@neurite/core/operation';
import {
  cast,
  equal,
  exp,
  expandDims,
  log,
  max,
  mul,
  oneHot,
  type Rank,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { refuseShape } from '../internal/refuse-shape.js';

type Inputs = { readonly logits: Tensor; readonly labels: Tensor };
type GradInputs = Inputs & { readonly dy: Tensor };
type NoAttrs = Record<string, never>;

/** log Σ exp(logits) − logits, [n, c]; the largest logit is taken out first, so that nothing overflows. */
function negativeLogSoftmax(logits: Tensor): Tensor {
  const shifted = sub(logits, max(logits, -1, true));
  return sub(log(sum(exp(shifted), -1, true)), shifted);
}

/** One-hot rows; all NaN where there is no such class, for oneHot gives zeros there. */
function oneHotOrNaN(classes: Tensor, { shape }: Tensor): Tensor {
  const rows = oneHot(classes, shape[1]!, 1, 0, 'float32');
  return where(cast(sum(rows, -1, true), 'bool'), rows, Number.NaN);
}

/** The kernel `SoftmaxCrossEntropy`, see `fusedSoftmaxCrossEntropy`. */
export const softmaxCrossEntropyOperation: Operation<Inputs, NoAttrs, Tensor> = fusedOperation({
  name: 'SoftmaxCrossEntropy',
  compose: ({ logits, labels }) =>
    labels.rank === 1
      ? softmaxCrossEntropyOperation({ logits, labels: oneHotOrNaN(labels, logits) }, {})
      : sum(where(equal(labels, 0), zerosLike(labels), mul(labels, negativeLogSoftmax(logits))), -1),
  inputs: ['logits', 'labels'],
  backward: ([dy], { logits, labels }) => [
    () => softmaxCrossEntropyGradOperation({ dy: dy!, logits, labels }, {}),
    () => mul(expandDims(dy!, -1), negativeLogSoftmax(logits)),
  ],
});

/**
 * The kernel `SoftmaxCrossEntropyGrad`: dy · (softmax(logits) · Σ labels − labels), [n, c]; labels as in
 * `fusedSoftmaxCrossEntropy`.
 */
export const softmaxCrossEntropyGradOperation: Operation<GradInputs, NoAttrs, Tensor> = defineOperation({
  name: 'SoftmaxCrossEntropyGrad',
  compose: ({ dy, logits, labels }: GradInputs) =>
    labels.rank === 1
      ? softmaxCrossEntropyGradOperation({ dy, logits, labels: oneHotOrNaN(labels, logits) }, {})
      : mul(expandDims(dy, -1), sub(mul(softmax(logits), sum(labels, -1, true)), labels)),
});

/**
 * The cross entropy between probabilities and the softmax of logits, for each row:
 * `Σⱼ labelsⱼ · (log Σₖ exp(logitsₖ) − logitsⱼ)`.
 *
 * Exact for logits of any finite size; derivatives exist to any order, by logits and by probabilities. A class whose label is
 * 0 adds 0, also where its logit is −∞ (masked) or its distance to the largest overflows.
 *
 * @param logits [n, c] float32
 * @param labels [n, c] float32, probabilities, whose rows need not sum to 1; or [n] int32, the class of each row, which
 *   stands for 1 at its index and 0 elsewhere. Where there is no such class, the loss is NaN.
 * @returns the losses, [n]; the caller owns them
 * @throws ShapeError
 * @throws DtypeError when classes are not int32
 * @example
 * const losses = fusedSoftmaxCrossEntropy(tensor2d([[2, -1]]), tensor2d([[1, 0]]));
 * const same = fusedSoftmaxCrossEntropy(tensor2d([[2, -1]]), tensor1d([0], 'int32'));
 */
export function fusedSoftmaxCrossEntropy(logits: Tensor2D, labels: Tensor<Rank.R1 | Rank.R2>): Tensor1D {
  const name = 'fusedSoftmaxCrossEntropy';
  if (logits.rank !== 2) refuseShape(name)('logits', 'have shape [n, c]', logits);
  if (labels.rank === 1 && labels.dtype !== 'int32') {
    throw new DtypeError({
      where: name,
      argument: 'labels',
      expected: 'be int32 where they are classes',
      received: labels.dtype,
    });
  }
  assertShape(name, 'labels', labels.shape, labels.rank === 1 ? logits.shape.slice(0, 1) : logits.shape);
  return softmaxCrossEntropyOperation({ logits, labels }, {}) as Tensor1D; // one loss for each row
}
