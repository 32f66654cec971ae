import { checkFunction, checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { decayRule, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';
import { linked } from '../internal/linked.js';
import { type MomentumOptions, momentumOptions, momentumRule } from '../internal/momentum-rule.js';
import { trustRatio } from '../internal/trust-ratio.js';

export type LarsOptions = DirectedOptions &
  MomentumOptions & {
    /** η, how far a layer moves in parts of its size: a finite number above 0. Default 1e-3. */
    readonly coefficient?: number;
    /** ε, added to the norm of the direction: a finite number of at least 0. Default 0. */
    readonly epsilon?: number;
    /**
     * Which parameters have a rate of their own, by their path; biases and the scales of norms often should not. Default:
     * all.
     */
    readonly trustMask?: (path: string) => boolean;
  };

/**
 * LARS, gradient descent for large batches, in which each layer has a rate of its own: `d = g + weightDecay · w`,
 * `v' = μv − learningRate · d · η‖w‖ / (‖d‖ + ε)`, and v' is the update, or `μv' − learningRate · …` with `nesterov`. Where
 * a norm is 0, d counts as it is. Momentum μ is 0.9 by default, the decay 0.
 *
 * The state is `velocity/<path>` for each parameter. Composed: norms are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const isKernel = (path: string) => path.endsWith('kernel');
 * const optimizer = lars({ learningRate: 2, weightDecay: 1e-4, weightDecayMask: isKernel, trustMask: isKernel });
 * @see You et al. 2017, Large Batch Training of Convolutional Networks; as in optax
 */
export function lars(options: LarsOptions = {}): Optimizer {
  const name = 'lars';
  const own = ['coefficient', 'epsilon', 'trustMask', ...momentumOptions];
  checkOptions(name, options, [...learningRateOptions, ...own, ...weightDecayOptions]);
  const { coefficient = 1e-3, epsilon = 0, trustMask, weightDecay = 0 } = options;
  checkNumber(name, 'coefficient', coefficient, { above: 0 });
  checkNumber(name, 'epsilon', epsilon, { atLeast: 0 });
  if (trustMask !== undefined) checkFunction(name, 'trustMask', trustMask);
  return linked(name, [
    perParameter(name, decayRule(name, { ...options, weightDecay })),
    trustRatio(name, { coefficient, epsilon, mask: trustMask }),
    perParameter(name, inSequence([learningRateRule(name, options), momentumRule(name, options)])),
  ]);
}
