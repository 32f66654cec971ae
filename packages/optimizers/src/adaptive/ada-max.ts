import type { Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { checkMoments, type MomentOptions, momentOptions } from '../internal/adam-rule.js';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type AdaMaxOptions = DirectedOptions & MomentOptions;

/**
 * Adam with a running maximum instead of a mean of squares: `m' = β₁m + (1 − β₁)g`, `u' = max(β₂u, |g| + ε)`,
 * `update = −learningRate · m' / ((1 − β₁ᵗ) u')`. The learning rate is 2e-3 by default, the decoupled decay of the
 * weights 0.
 *
 * The state is `firstMoment/<path>` and `largest/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adaMax({ learningRate: 1e-3 });
 * @see Kingma and Ba 2015, Adam: A Method for Stochastic Optimization, section 7.1; ε as in PyTorch
 */
export function adaMax(options: AdaMaxOptions = {}): Optimizer {
  return directed('adaMax', options, {
    names: momentOptions,
    learningRate: 2e-3,
    rule: () => {
      const { beta1, beta2, epsilon } = checkMoments('adaMax', options);
      return {
        slots: { firstMoment: zerosLike, largest: zerosLike },
        scalars: { correction: (_, { age }) => 1 / (1 - beta1 ** (age + 1)) },
        step: (e, { gradient, slots, scalars }) => {
          const firstMoment = e.add(e.mul(slots.firstMoment, beta1), e.mul(gradient, 1 - beta1));
          const largest = e.maximum(e.mul(slots.largest, beta2), e.add(e.abs(gradient), epsilon));
          const update = e.div(e.mul(firstMoment, scalars.correction), largest);
          return { update, slots: { firstMoment, largest } };
        },
      };
    },
  });
}
