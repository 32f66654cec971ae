import { checkOptions, type Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { perParameter } from '../composition/per-parameter.js';
import type { Rule } from '../composition/rule.js';
import { checkMoments } from '../internal/adam-rule.js';
import { decayRule, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions } from '../internal/learning-rate-rule.js';
import { type AveragingOptions, scheduleFreeRule } from '../internal/schedule-free-rule.js';

export type ScheduleFreeAdamWOptions = DirectedOptions &
  AveragingOptions & {
    /** β₂, how much of the mean of the squares stays: at least 0 and below 1. Default 0.999. */
    readonly beta2?: number;
    /** ε, added to the root: a finite number above 0. Default 1e-8. */
    readonly epsilon?: number;
  };

/**
 * AdamW that needs no schedule: it evaluates with an average of all weights, and takes gradients near it. With
 * `v' = β₂v + (1 − β₂)g²`, `d = g / (√(v' / (1 − β₂ᵗ)) + ε) + weightDecay · y`, the base z, the average x and the parameter
 * `y = (1 − β)z + βx`: `z' = z − learningRate · d`, `x' = (1 − c)x + cz'`; c is 1/t, less while the learning rate grows.
 *
 * Take the learning rate 1 to 10 times as large as that of AdamW with a schedule, default 2.5e-3, and `warmup` for large
 * networks. `fit` validates with x and leaves it in the model. The decay is 0 by default.
 *
 * The state is `secondMoment/<path>` and `base/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = scheduleFreeAdamW({ learningRate: warmup(2.5e-3, { steps: 100 }), weightDecay: 0.1 });
 * @see Defazio et al. 2024, The Road Less Scheduled
 */
export function scheduleFreeAdamW(options: ScheduleFreeAdamWOptions = {}): Optimizer {
  const name = 'scheduleFreeAdamW';
  checkOptions(name, options, [...learningRateOptions, 'beta', 'beta2', 'epsilon', ...weightDecayOptions]);
  const { learningRate = 2.5e-3, weightDecay = 0 } = options;
  return perParameter(
    name,
    inSequence([
      scaledRule(name, options),
      decayRule(name, { ...options, weightDecay }),
      scheduleFreeRule(name, { ...options, learningRate }),
    ]),
  );
}

/** The gradient divided by its running size. */
function scaledRule(
  where: string,
  { beta2: given = 0.999, epsilon: added = 1e-8 }: ScheduleFreeAdamWOptions,
): Rule<'secondMoment', 'root' | 'epsilon'> {
  const { beta2, epsilon } = checkMoments(where, { beta2: given, epsilon: added });
  const root = (age: number): number => Math.sqrt(1 - beta2 ** (age + 1));
  return {
    slots: { secondMoment: zerosLike },
    scalars: { root: (_, { age }) => root(age), epsilon: (_, { age }) => epsilon * root(age) },
    step: (e, { gradient, slots, scalars }) => {
      const secondMoment = e.add(e.mul(slots.secondMoment, beta2), e.mul(e.square(gradient), 1 - beta2));
      const update = e.div(e.mul(gradient, scalars.root), e.add(e.sqrt(secondMoment), scalars.epsilon));
      return { update, slots: { secondMoment } };
    },
  };
}
