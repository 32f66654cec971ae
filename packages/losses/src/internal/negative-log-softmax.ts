import { exp, log, max, sub, sum, type Tensor } from '@tensorflow/tfjs-core';

/** `log Σ exp(logits) − logits` over the last axis; the largest logit is taken out first, so that nothing overflows. */
export function negativeLogSoftmax(logits: Tensor): Tensor {
  const shifted = sub(logits, max(logits, -1, true));
  return sub(log(sum(exp(shifted), -1, true)), shifted);
}
