import {
  abs,
  add,
  exp,
  log,
  log1p,
  max,
  maximum,
  neg,
  relu,
  squeeze,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** The least float32, from which −∞ can be subtracted. */
const LOWEST = -3.4028234e38;

/** `log Σ exp(x)` over the last axis; of nothing but −∞ the least float32, with a gradient of 0. */
export function logSumExpOf(x: Tensor): Tensor {
  const highest = maximum(max(x, -1, true), LOWEST);
  const total = sum(exp(sub(x, highest)), -1);
  return add(log(maximum(total, 1e-38)), squeeze(highest, [-1]));
}

/** `log(1 + eˣ)`. */
export function softplusOf(x: Tensor): Tensor {
  return add(relu(x), log1p(exp(neg(abs(x)))));
}
