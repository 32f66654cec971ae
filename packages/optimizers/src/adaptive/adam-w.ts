import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { adamMomentOptions, adamRule } from '../internal/adam-rule.js';
import { decayRule, type WeightDecayOptions, weightDecayOptions } from '../internal/decay-rule.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';
import type { AdamOptions } from './adam.js';

export type AdamWOptions = AdamOptions & WeightDecayOptions;

/**
 * Adam with decoupled weight decay: each step also moves a parameter by `−learningRate · weightDecay · parameter`
 * (default 0.01), past the moments, so that all weights decay at the same rate.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adamW({ learningRate: 1e-3, weightDecay: 0.1, weightDecayMask: (path) => path.endsWith('kernel') });
 * @see Loshchilov and Hutter 2019, Decoupled Weight Decay Regularization; as in PyTorch the decay is multiplied with
 *   the learning rate, not with a schedule of its own
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  checkOptions('adamW', options, [...learningRateOptions, ...adamMomentOptions, ...weightDecayOptions]);
  return perParameter(
    'adamW',
    inSequence([
      adamRule('adamW', options),
      decayRule('adamW', { weightDecay: 0.01, ...options }),
      learningRateRule('adamW', options),
    ]),
  );
}
