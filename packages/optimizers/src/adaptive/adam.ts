import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { type AdamMomentOptions, adamMomentOptions, adamRule } from '../internal/adam-rule.js';
import { inSequence } from '../internal/in-sequence.js';
import { type LearningRateOptions, learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';

export type AdamOptions = LearningRateOptions & AdamMomentOptions;

/**
 * Adam: steps of about the learning rate, whatever the size of the gradients. In a parameter's step t, from 1:
 * `m' = β₁m + (1 − β₁)g`, `v' = β₂v + (1 − β₂)g²`,
 * `update = −learningRate · m'/(1 − β₁ᵗ) / (√(v'/(1 − β₂ᵗ)) + ε)`.
 *
 * With `amsgrad`, the largest v' so far takes its place in the update, so that no rate grows again.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter, with `amsgrad` `largestMoment/<path>`.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adam({ learningRate: 3e-4 });
 * @see Kingma and Ba 2015, Adam: A Method for Stochastic Optimization; Reddi et al. 2018, On the Convergence of Adam and
 *   Beyond, for `amsgrad`, whose maximum is that of moments without bias correction, as in PyTorch
 */
export function adam(options: AdamOptions = {}): Optimizer {
  checkOptions('adam', options, [...learningRateOptions, ...adamMomentOptions]);
  return perParameter('adam', inSequence([adamRule('adam', options), learningRateRule('adam', options)]));
}
