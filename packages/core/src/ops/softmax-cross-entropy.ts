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
import { ShapeError } from '../errors.js';
import { assertShape, formatShape } from '../shape.js';
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
export const softmaxCrossEntropyOperation: Operation<Inputs, NoAttrs, Tensor> = defineOperation({
  name: 'SoftmaxCrossEntropy',
  compose: ({ logits, labels }: Inputs) => sum(mul(labels, negativeLogSoftmax(logits)), -1),
  gradient: {
    inputsToSave: ['logits', 'labels'],
    gradFunc: (dy, saved) => {
      const [logits, labels] = saved as [Tensor, Tensor]; // as named above
      return {
        logits: () => softmaxCrossEntropyGradOperation({ dy: dy as Tensor, logits, labels }, {}), // one output
        labels: () => mul(expandDims(dy as Tensor, -1), negativeLogSoftmax(logits)), // one output
      };
    },
  },
});

/** The kernel `SoftmaxCrossEntropyGrad`: dy · (softmax(logits) · Σ labels − labels), [n, c]. */
export const softmaxCrossEntropyGradOperation: Operation<GradInputs, NoAttrs, Tensor> = defineOperation({
  name: 'SoftmaxCrossEntropyGrad',
  compose: ({ dy, logits, labels }: GradInputs) => mul(expandDims(dy, -1), slope(logits, labels)),
  gradient: {
    inputsToSave: ['dy', 'logits', 'labels'],
    gradFunc: (ddx, saved) => {
      const [dy, logits, labels] = saved as [Tensor, Tensor, Tensor]; // as named above
      const weighted = (): Tensor => mul(expandDims(dy, -1), ddx as Tensor); // one output
      return {
        dy: () => sum(mul(ddx as Tensor, slope(logits, labels)), -1), // one output
        logits: () => {
          const p = softmax(logits);
          const byP = mul(weighted(), sum(labels, -1, true));
          return mul(p, sub(byP, sum(mul(byP, p), -1, true)));
        },
        labels: () => {
          const w = weighted();
          return sub(sum(mul(w, softmax(logits)), -1, true), w);
        },
      };
    },
  },
});

function slope(logits: Tensor, labels: Tensor): Tensor {
  return sub(mul(softmax(logits), sum(labels, -1, true)), labels);
}

/**
 * The cross entropy between probabilities and the softmax of logits, for each row:
 * `Σⱼ labelsⱼ · (log Σₖ exp(logitsₖ) − logitsⱼ)`.
 *
 * Exact for logits of any finite size; has first and second derivatives by logits and labels.
 *
 * @param logits [n, c] float32
 * @param labels [n, c] float32, probabilities; rows need not sum to 1
 * @returns the losses, [n]; the caller owns them
 * @throws ShapeError
 * @example
 * const losses = fusedSoftmaxCrossEntropy(tensor2d([[2, -1]]), tensor2d([[1, 0]]));
 */
export function fusedSoftmaxCrossEntropy(logits: Tensor2D, labels: Tensor2D): Tensor1D {
  if (logits.rank !== 2) {
    throw new ShapeError({
      where: 'fusedSoftmaxCrossEntropy',
      argument: 'logits',
      expected: 'have shape [n, c]',
      received: formatShape(logits.shape),
    });
  }
  assertShape('fusedSoftmaxCrossEntropy', 'labels', labels.shape, logits.shape);
  return softmaxCrossEntropyOperation({ logits, labels }, {}) as Tensor1D; // one loss for each row
}
