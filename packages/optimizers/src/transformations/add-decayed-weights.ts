import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { decayRule, type WeightDecayOptions, weightDecayOptions } from '../internal/decay-rule.js';

export type { WeightDecayOptions } from '../internal/decay-rule.js';

/**
 * Adds `weightDecay · parameter` to each gradient: before an optimizer it is the L2 penalty, after the moments and
 * before `scaleByLearningRate` the decoupled decay. `weightDecay` is 0.01 by default.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(addDecayedWeights({ weightDecay: 1e-4 }), adam());
 */
export function addDecayedWeights(options: WeightDecayOptions = {}): Optimizer {
  checkOptions('addDecayedWeights', options, weightDecayOptions);
  return perParameter('addDecayedWeights', decayRule('addDecayedWeights', { weightDecay: 0.01, ...options }));
}
