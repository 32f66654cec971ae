import { checkBoolean, checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { perParameter } from '../composition/per-parameter.js';
import type { AnyRule } from '../composition/rule.js';
import { decayRule, weightDecayOptions } from '../internal/decay-rule.js';
import type { DirectedOptions } from '../internal/directed.js';
import { inSequence } from '../internal/in-sequence.js';
import { learningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';
import { momentumRule } from '../internal/momentum-rule.js';

export type RmspropOptions = DirectedOptions & {
  /** α, how much of the mean of the squares stays: at least 0 and below 1. Default 0.99. */
  readonly decay?: number;
  /** ε, added to the root: a finite number above 0. Default 1e-8. */
  readonly epsilon?: number;
  /** Whether the square of the mean is taken off, which leaves the variance. Default false. */
  readonly centered?: boolean;
  /** μ, how much of the velocity stays: at least 0 and below 1. Default 0. */
  readonly momentum?: number;
};

/**
 * RMSprop: gradients divided by their running size. `v' = αv + (1 − α)g²`, `d = g / (√v' + ε)`; `centered` also keeps
 * `m' = αm + (1 − α)g` and divides by `√(v' − m'²) + ε`; with momentum `b' = μb + d` takes the place of d.
 * `update = −learningRate · d`. The learning rate is 0.01 by default, the decoupled decay of the weights 0.
 *
 * The state is `squares/<path>`, and `means/<path>` and `velocity/<path>` where they are needed.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = rmsprop({ learningRate: 1e-3, decay: 0.9 });
 * @see Hinton 2012, Neural Networks for Machine Learning, lecture 6; Graves 2013, Generating Sequences With Recurrent
 *   Neural Networks, for `centered`. As in PyTorch, but a variance that rounding makes negative is 0, not NaN
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const names = ['decay', 'epsilon', 'centered', 'momentum'];
  checkOptions('rmsprop', options, [...learningRateOptions, ...names, ...weightDecayOptions]);
  const { momentum = 0, weightDecay = 0, learningRate = 0.01 } = options;
  return perParameter(
    'rmsprop',
    inSequence([
      rmspropRule('rmsprop', options),
      ...(momentum === 0 ? [] : [momentumRule('rmsprop', { momentum })]),
      decayRule('rmsprop', { ...options, weightDecay }),
      learningRateRule('rmsprop', { ...options, learningRate }),
    ]),
  );
}

function rmspropRule(where: string, { decay = 0.99, epsilon = 1e-8, centered = false }: RmspropOptions): AnyRule {
  checkBoolean(where, 'centered', centered);
  checkNumber(where, 'decay', decay, { atLeast: 0, below: 1 });
  checkNumber(where, 'epsilon', epsilon, { above: 0 });
  return {
    slots: { squares: zerosLike, ...(centered && { means: zerosLike }) },
    step: (e, { gradient, slots }) => {
      const squares = e.add(e.mul(slots.squares!, decay), e.mul(e.square(gradient), 1 - decay));
      const means = centered ? e.add(e.mul(slots.means!, decay), e.mul(gradient, 1 - decay)) : undefined;
      const variance = means === undefined ? squares : e.maximum(e.sub(squares, e.square(means)), 0);
      const update = e.div(gradient, e.add(e.sqrt(variance), epsilon));
      return { update, slots: means === undefined ? { squares } : { squares, means } };
    },
  };
}
