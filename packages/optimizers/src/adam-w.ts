import type { Optimizer } from '@neurite/core';
import type { AdamOptions } from './adam.js';
import type { WeightDecayOptions } from './add-decayed-weights.js';
import { adamLike } from './internal/adam-like.js';

export type AdamWOptions = AdamOptions & WeightDecayOptions;

/**
 * Adam with decoupled weight decay: each step also moves a parameter by `−learningRate · weightDecay · parameter`
 * (default 0.01), past the moments, so that all weights decay at the same rate.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter; t is the clock's.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients or a state that do not fit
 * @example
 * const optimizer = adamW({ learningRate: 1e-3, weightDecay: 0.1, weightDecayMask: (path) => path.endsWith('kernel') });
 * @see Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization; as in PyTorch the decay is multiplied with
 *   the learning rate, not with a schedule of its own
 */
export function adamW({
  learningRate = 1e-3,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
  weightDecayMask = () => true,
}: AdamWOptions = {}): Optimizer {
  return adamLike('adamW', { learningRate, beta1, beta2, epsilon, weightDecay, weightDecayMask });
}
