import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { type AdamMomentOptions, adamMomentOptions, adamRule } from '../internal/adam-rule.js';

export type { AdamMomentOptions } from '../internal/adam-rule.js';

/**
 * The direction of Adam, without a learning rate: `m'/(1 − β₁ᵗ) / (√(v'/(1 − β₂ᵗ)) + ε)`, see `adam`.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = chain(scaleByAdam(), clipByValue(1), scaleByLearningRate(1e-3));
 */
export function scaleByAdam(options: AdamMomentOptions = {}): Optimizer {
  checkOptions('scaleByAdam', options, adamMomentOptions);
  return perParameter('scaleByAdam', adamRule('scaleByAdam', options));
}
