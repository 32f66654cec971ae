import { checkNumber, type Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type LionOptions = DirectedOptions & {
  /** β₁, how much of the momentum is in the direction: at least 0 and below 1. Default 0.9. */
  readonly beta1?: number;
  /** β₂, how much of the momentum stays: at least 0 and below 1. Default 0.99. */
  readonly beta2?: number;
};

/**
 * Lion: steps of exactly the learning rate, with half the state of Adam. `update = −learningRate · sign(β₁m + (1 − β₁)g)`,
 * `m' = β₂m + (1 − β₂)g`. The learning rate is 1e-4 by default, a third to a tenth of Adam's; the decay of the weights is
 * decoupled, by default 0, and should be three to ten times as strong as Adam's.
 *
 * The state is `momentum/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = lion({ learningRate: 1e-4, weightDecay: 0.1 });
 * @see Chen et al. 2023, Symbolic Discovery of Optimization Algorithms
 */
export function lion(options: LionOptions = {}): Optimizer {
  return directed('lion', options, {
    names: ['beta1', 'beta2'],
    learningRate: 1e-4,
    rule: () => {
      const { beta1 = 0.9, beta2 = 0.99 } = options;
      checkNumber('lion', 'beta1', beta1, { atLeast: 0, below: 1 });
      checkNumber('lion', 'beta2', beta2, { atLeast: 0, below: 1 });
      return {
        slots: { momentum: zerosLike },
        step: (e, { gradient, slots }) => ({
          update: e.sign(e.add(e.mul(slots.momentum, beta1), e.mul(gradient, 1 - beta1))),
          slots: { momentum: e.add(e.mul(slots.momentum, beta2), e.mul(gradient, 1 - beta2)) },
        }),
      };
    },
  });
}
