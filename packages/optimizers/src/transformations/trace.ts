import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { type MomentumOptions, momentumOptions, momentumRule } from '../internal/momentum-rule.js';

export type { MomentumOptions } from '../internal/momentum-rule.js';

/**
 * Momentum, the running sum of the gradients: `v' = μv + g`, and on goes `nesterov ? g + μv' : v'`. μ is 0.9 by default.
 *
 * The state is `velocity/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = chain(trace({ momentum: 0.95 }), addDecayedWeights(), scaleByLearningRate(0.1));
 */
export function trace(options: MomentumOptions = {}): Optimizer {
  checkOptions('trace', options, momentumOptions);
  return perParameter('trace', momentumRule('trace', options));
}
