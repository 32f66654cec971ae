import { maximum, mul, pow, type Tensor } from '@tensorflow/tfjs-core';

/** `missᵞ · loss`: what is right with confidence counts less. */
export function modulated(losses: Tensor, misses: Tensor, gamma: number): Tensor {
  if (gamma === 0) return losses;
  // The derivative of a power below 1 is infinite at 0, and its product with a loss of 0 would be NaN.
  return mul(losses, pow(maximum(misses, 1e-30), gamma));
}
