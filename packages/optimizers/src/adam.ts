import type { Optimizer, Schedule } from '@neurite/core';
import { adamLike } from './internal/adam-like.js';

export type AdamOptions = {
  /** A finite number of at least 0, or a schedule. Default 1e-3. */
  readonly learningRate?: number | Schedule;
  /** β₁, how much of the mean of the gradient stays: at least 0 and below 1. Default 0.9. */
  readonly beta1?: number;
  /** β₂, how much of the mean of its square stays: at least 0 and below 1. Default 0.999. */
  readonly beta2?: number;
  /** ε, added to the root: a finite number above 0. Default 1e-8. */
  readonly epsilon?: number;
};

/**
 * Adam: steps of about the learning rate, whatever the size of the gradients. In step t, from 1:
 * `m' = β₁m + (1 − β₁)g`, `v' = β₂v + (1 − β₂)g²`,
 * `update = −learningRate · m'/(1 − β₁ᵗ) / (√(v'/(1 − β₂ᵗ)) + ε)`.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter; t is the clock's.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients or a state that do not fit
 * @example
 * const optimizer = adam({ learningRate: 3e-4 });
 * @see Kingma and Ba 2015, Adam: A Method for Stochastic Optimization
 */
export function adam({ learningRate = 1e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Optimizer {
  return adamLike('adam', { learningRate, beta1, beta2, epsilon, weightDecay: 0, weightDecayMask: () => false });
}
