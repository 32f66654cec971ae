import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { adamRule, type MomentOptions, momentOptions } from '../internal/adam-rule.js';
import { decayRule, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';
import { linked } from '../internal/linked.js';
import { trustRatio } from '../internal/trust-ratio.js';

export type LambOptions = DirectedOptions & MomentOptions;

/**
 * LAMB, for large batches: the direction d of Adam plus the decay of the weights, made as long as the weights are:
 * `update = −learningRate · d · ‖w‖ / ‖d‖`, or `−learningRate · d` where one of the norms is 0. ε is 1e-6 by default, the
 * decay 0.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter. Composed: norms are no program of one
 * element; the direction and the learning rate are programs.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = lamb({ learningRate: warmupCosine({ peak: 0.01, steps: 1000 }), weightDecay: 0.01 });
 * @see You et al. 2020, Large Batch Optimization for Deep Learning; without the bounds φ of the norms, as in optax
 */
export function lamb(options: LambOptions = {}): Optimizer {
  const name = 'lamb';
  checkOptions(name, options, [...learningRateOptions, ...momentOptions, ...weightDecayOptions]);
  const { epsilon = 1e-6, weightDecay = 0 } = options;
  return linked(name, [
    perParameter(
      name,
      inSequence([adamRule(name, { ...options, epsilon }), decayRule(name, { ...options, weightDecay })]),
    ),
    trustRatio(name, { coefficient: 1, epsilon: 0 }),
    perParameter(name, learningRateRule(name, options)),
  ]);
}
