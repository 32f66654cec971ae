import { checkOptions, type Optimizer } from '@neurite/core';
import { adamRule, type MomentOptions, momentOptions } from './internal/adam-rule.js';
import { perParameter } from './per-parameter.js';

export type { MomentOptions } from './internal/adam-rule.js';

/**
 * The direction of Adam, without a learning rate: `m'/(1 − β₁ᵗ) / (√(v'/(1 − β₂ᵗ)) + ε)`, see `adam`.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients or a state that do not fit
 * @example
 * const optimizer = chain(scaleByAdam(), clipByValue(1), scaleByLearningRate(1e-3));
 */
export function scaleByAdam(options: MomentOptions = {}): Optimizer {
  checkOptions('scaleByAdam', options, momentOptions);
  return perParameter('scaleByAdam', adamRule('scaleByAdam', options));
}
