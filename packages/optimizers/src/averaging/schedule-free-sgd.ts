import { checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { decayRule, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions } from '../internal/learning-rate-rule.js';
import { type AveragingOptions, scheduleFreeRule } from '../internal/schedule-free-rule.js';

export type ScheduleFreeSgdOptions = DirectedOptions & AveragingOptions;

/**
 * Gradient descent that needs neither a schedule nor momentum: it evaluates with an average of all weights, and takes
 * gradients near it. With `d = g + weightDecay · y`, the base z, the average x and the parameter `y = (1 − β)z + βx`:
 * `z' = z − learningRate · d`, `x' = (1 − c)x + cz'`; c is 1/t, less while the learning rate grows.
 *
 * Take the learning rate 10 to 50 times as large as that of `sgd` with momentum, default 1. `fit` validates with x and
 * leaves it in the model. The decay is 0 by default.
 *
 * The state is `base/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = scheduleFreeSgd({ learningRate: 1 });
 * @see Defazio et al. 2024, The Road Less Scheduled
 */
export function scheduleFreeSgd(options: ScheduleFreeSgdOptions = {}): Optimizer {
  const name = 'scheduleFreeSgd';
  checkOptions(name, options, [...learningRateOptions, 'beta', ...weightDecayOptions]);
  const { learningRate = 1, weightDecay = 0 } = options;
  return perParameter(
    name,
    inSequence([decayRule(name, { ...options, weightDecay }), scheduleFreeRule(name, { ...options, learningRate })]),
  );
}
