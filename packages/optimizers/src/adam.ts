import { checkOptions, type Optimizer } from '@neurite/core';
import { adamRule, type MomentOptions, momentOptions } from './internal/adam-rule.js';
import { inSequence } from './internal/in-sequence.js';
import { type LearningRateOptions, learningRateOptions, learningRateRule } from './internal/learning-rate-rule.js';
import { perParameter } from './per-parameter.js';

export type AdamOptions = LearningRateOptions & MomentOptions;

/**
 * Adam: steps of about the learning rate, whatever the size of the gradients. In a parameter's step t, from 1:
 * `m' = β₁m + (1 − β₁)g`, `v' = β₂v + (1 − β₂)g²`,
 * `update = −learningRate · m'/(1 − β₁ᵗ) / (√(v'/(1 − β₂ᵗ)) + ε)`.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients or a state that do not fit
 * @example
 * const optimizer = adam({ learningRate: 3e-4 });
 * @see Kingma and Ba 2015, Adam: A Method for Stochastic Optimization
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions('adam', options, [...learningRateOptions, ...momentOptions]);
  return perParameter('adam', inSequence([adamRule('adam', options), learningRateRule('adam', options)]));
}
