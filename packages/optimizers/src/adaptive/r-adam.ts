import type { Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import type { Rule } from '../composition/rule.js';
import { checkMoments, type MomentOptions, momentOptions } from '../internal/adam-rule.js';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type RAdamOptions = DirectedOptions & MomentOptions;

/**
 * Rectified Adam, which needs no warm-up: with m, v as in `adam`, `ρ∞ = 2 / (1 − β₂) − 1` and
 * `ρₜ = ρ∞ − 2tβ₂ᵗ / (1 − β₂ᵗ)`, the update is `−learningRate · m'/(1 − β₁ᵗ)` while ρₜ ≤ 5, and then
 * `−learningRate · rₜ · m'/(1 − β₁ᵗ) · √(1 − β₂ᵗ) / (√v' + ε)`,
 * `rₜ = √((ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ))`. The decay of the weights is decoupled, and 0 by default.
 *
 * The state is `firstMoment/<path>` and `secondMoment/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = rAdam({ learningRate: 1e-3, weightDecay: 0.01 });
 * @see Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond; as in PyTorch ε is added to the root
 *   before the bias correction
 */
export function rAdam(options: RAdamOptions = {}): Optimizer {
  return directed('rAdam', options, {
    names: momentOptions,
    learningRate: 1e-3,
    rule: () => rAdamRule('rAdam', options),
  });
}

function rAdamRule(where: string, options: MomentOptions): Rule<'firstMoment' | 'secondMoment', 'rectified' | 'plain'> {
  const { beta1, beta2, epsilon } = checkMoments(where, options);
  const limit = 2 / (1 - beta2) - 1;
  /** 0 while the variance is not tractable. */
  const rectification = (t: number): number => {
    const left = 1 - beta2 ** t;
    const length = limit - (2 * t * beta2 ** t) / left;
    if (length <= 5) return 0;
    const ratio = ((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length);
    return Math.sqrt(ratio * left);
  };
  return {
    slots: { firstMoment: zerosLike, secondMoment: zerosLike },
    scalars: {
      rectified: (_, { age }) => rectification(age + 1) / (1 - beta1 ** (age + 1)),
      plain: (_, { age }) => 1 / (1 - beta1 ** (age + 1)),
    },
    step: (e, { gradient, slots, scalars }) => {
      const firstMoment = e.add(e.mul(slots.firstMoment, beta1), e.mul(gradient, 1 - beta1));
      const secondMoment = e.add(e.mul(slots.secondMoment, beta2), e.mul(e.square(gradient), 1 - beta2));
      const adaptive = e.div(e.mul(firstMoment, scalars.rectified), e.add(e.sqrt(secondMoment), epsilon));
      const update = e.whereGreater(scalars.rectified, 0, adaptive, e.mul(firstMoment, scalars.plain));
      return { update, slots: { firstMoment, secondMoment } };
    },
  };
}
