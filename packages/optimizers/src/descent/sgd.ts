import { ArgumentError, checkBoolean, checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { decayRule, type WeightDecayOptions, weightDecayOptions } from '../internal/decay-rule.js';
import { inSequence } from '../internal/in-sequence.js';
import { type LearningRateOptions, learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';
import { type MomentumOptions, momentumOptions, momentumRule } from '../internal/momentum-rule.js';

export type SgdOptions = LearningRateOptions & MomentumOptions & WeightDecayOptions;

/**
 * Gradient descent, as PyTorch's `SGD`: `g' = g + weightDecay · parameter`, `v' = μv + g'`,
 * `update = −learningRate · (nesterov ? g' + μv' : v')`. Momentum μ and weight decay are 0 by default.
 *
 * The state is `velocity/<path>` for each parameter, and nothing without momentum. The weight decay is the L2 penalty: it
 * goes through the momentum.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 * @see Sutskever et al. 2013, On the importance of initialization and momentum in deep learning; there the learning
 *   rate is inside the velocity, so a change of it acts with delay
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  checkOptions('sgd', options, [...learningRateOptions, ...momentumOptions, ...weightDecayOptions]);
  const { momentum = 0, nesterov = false } = options;
  checkBoolean('sgd', 'nesterov', nesterov);
  if (nesterov && momentum === 0) {
    throw new ArgumentError({
      where: 'sgd',
      argument: 'nesterov',
      expected: 'be false where momentum is 0',
      received: 'true',
      advice: 'Without momentum there is nothing to look ahead along',
    });
  }
  return perParameter(
    'sgd',
    inSequence([
      decayRule('sgd', { weightDecay: 0, ...options }),
      ...(momentum === 0 ? [] : [momentumRule('sgd', options)]),
      learningRateRule('sgd', options),
    ]),
  );
}
