import {
  exp,
  expandDims,
  log,
  max,
  mul,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { fusedOperation } from '../internal/fused-operation.js';
import { refuseShape } from '../internal/refuse-shape.js';
import { assertShape } from '../shape.js';
import { defineOperation, type Operation } from './define-operation.js';

type Inputs = { readonly logits: Tensor; readonly labels: Tensor };
type GradInputs = Inputs & { readonly dy: Tensor };
type NoAttrs = Record<string, never>;

/** log Σ exp(logits) − logits, [n, c]; the largest logit is taken out first, so that nothing overflows. */
function negativeLogSoftmax(logits: Tensor): Tensor {
  const shifted = sub(logits, max(logits, -1, true));
  return sub(log(sum(exp(shifted), -1, true)), shifted);
}

/** The kernel `SoftmaxCrossEntropy`, see `fusedSoftmaxCrossEntropy`. */
export const softmaxCrossEntropyOperation: Operation<Inputs, NoAttrs, Tensor> = fusedOperation({
  name: 'SoftmaxCrossEntropy',
  compose: ({ logits, labels }) => sum(mul(labels, negativeLogSoftmax(logits)), -1),
  inputs: ['logits', 'labels'],
  backward: ([dy], { logits, labels }) => [
    () => softmaxCrossEntropyGradOperation({ dy: dy!, logits, labels }, {}),
    () => mul(expandDims(dy!, -1), negativeLogSoftmax(logits)),
  ],
});

/** The kernel `SoftmaxCrossEntropyGrad`: dy · (softmax(logits) · Σ labels − labels), [n, c]. */
export const softmaxCrossEntropyGradOperation: Operation<GradInputs, NoAttrs, Tensor> = defineOperation({
  name: 'SoftmaxCrossEntropyGrad',
  compose: ({ dy, logits, labels }: GradInputs) =>
    mul(expandDims(dy, -1), sub(mul(softmax(logits), sum(labels, -1, true)), labels)),
});

/**
 * The cross entropy between probabilities and the softmax of logits, for each row:
 * `Σⱼ labelsⱼ · (log Σₖ exp(logitsₖ) − logitsⱼ)`.
 *
 * Exact for logits of any finite size; has derivatives of any order by logits and labels.
 *
 * @param logits [n, c] float32
 * @param labels [n, c] float32, probabilities; rows need not sum to 1
 * @returns the losses, [n]; the caller owns them
 * @throws ShapeError
 * @example
 * const losses = fusedSoftmaxCrossEntropy(tensor2d([[2, -1]]), tensor2d([[1, 0]]));
 */
export function fusedSoftmaxCrossEntropy(logits: Tensor2D, labels: Tensor2D): Tensor1D {
  const where = 'fusedSoftmaxCrossEntropy';
  if (logits.rank !== 2) refuseShape(where)('logits', 'have shape [n, c]', logits);
  assertShape(where, 'labels', labels.shape, logits.shape);
  return softmaxCrossEntropyOperation({ logits, labels }, {}) as Tensor1D; // one loss for each row
}
