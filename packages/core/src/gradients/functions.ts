import {
  clone,
  customGrad,
  exp,
  expandDims,
  type GradConfig,
  mul,
  neg,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { recordedInputs } from '../internal/tape.js';

/**
 * Gradients of tfjs functions that are not kernels but have gradients of their own, which this table replaces: tfjs's take
 * saved outputs for constants, so that second derivatives are silently wrong, and the gradient of the cross entropy by
 * its labels is wrong already. The tape knows the functions by the names of their scopes, and their inputs by index.
 */
export const functionGradients: readonly GradConfig[] = [
  {
    kernelName: 'logSoftmax__op',
    gradFunc: (dy, saved) => ({
      0: () => {
        const share = softmaxOf(recordedInputs(saved)[0]!, saved[0]!);
        return sub(dy as Tensor, mul(sum(dy as Tensor, -1, true), share)); // one output
      },
    }),
  },
  {
    kernelName: 'softmaxCrossEntropy__op',
    gradFunc: (dy, saved) => {
      const { 0: labels, 1: logits } = recordedInputs(saved);
      const logarithm = saved[1]!;
      const wide = expandDims(dy as Tensor, -1); // one output
      return {
        0: () => neg(mul(wide, logSoftmaxOf(logits!, logarithm))),
        1: () => mul(wide, sub(mul(softmaxOf(logits!, logarithm), sum(labels!, -1, true)), labels!)),
      };
    },
  },
];

/** The softmax whose logarithm was saved, recorded as a function of the logits, which may be disposed. */
function softmaxOf(logits: Tensor, logarithm: Tensor): Tensor {
  return customGrad(() => ({
    value: exp(logarithm),
    gradFunc: (dy: Tensor) => {
      const weighted = mul(dy, softmaxOf(logits, logarithm));
      return sub(weighted, mul(sum(weighted, -1, true), softmaxOf(logits, logarithm)));
    },
  }))(logits);
}

/** The same for the logarithm itself. */
function logSoftmaxOf(logits: Tensor, logarithm: Tensor): Tensor {
  return customGrad(() => ({
    value: clone(logarithm),
    gradFunc: (dy: Tensor) => sub(dy, mul(sum(dy, -1, true), softmaxOf(logits, logarithm))),
  }))(logits);
}
