import { abs, add, minimum, mul, relu, square, sub, type Tensor } from '@tensorflow/tfjs-core';

/** `e²/2` up to `delta`, beyond it `delta · (|e| − delta/2)`, of each element. */
export function huberOf(predictions: Tensor, targets: Tensor, delta: number): Tensor {
  const size = abs(sub(predictions, targets));
  // The part up to delta, and what is beyond: no product of two large numbers, whose gradient would be ∞ · 0.
  return add(mul(0.5, square(minimum(size, delta))), mul(delta, relu(sub(size, delta))));
}
