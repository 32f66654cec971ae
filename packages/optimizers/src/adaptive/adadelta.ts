import { checkNumber, type Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type AdadeltaOptions = DirectedOptions & {
  /** ρ, how much of the means stays: at least 0 and below 1. Default 0.9. */
  readonly decay?: number;
  /** ε, added under the roots: a finite number above 0. Default 1e-6. */
  readonly epsilon?: number;
};

/**
 * Adadelta: steps as long as the steps before. `v' = ρv + (1 − ρ)g²`, `d = g · √(u + ε) / √(v' + ε)`,
 * `u' = ρu + (1 − ρ)d²`, `update = −learningRate · d`. The learning rate is 1 by default, the decoupled decay of the
 * weights 0.
 *
 * The state is `squares/<path>` and `steps/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adadelta({ decay: 0.95 });
 * @see Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  return directed('adadelta', options, {
    names: ['decay', 'epsilon'],
    learningRate: 1,
    rule: () => {
      const { decay = 0.9, epsilon = 1e-6 } = options;
      checkNumber('adadelta', 'decay', decay, { atLeast: 0, below: 1 });
      checkNumber('adadelta', 'epsilon', epsilon, { above: 0 });
      return {
        slots: { squares: zerosLike, steps: zerosLike },
        step: (e, { gradient, slots }) => {
          const squares = e.add(e.mul(slots.squares, decay), e.mul(e.square(gradient), 1 - decay));
          const scale = e.div(e.sqrt(e.add(slots.steps, epsilon)), e.sqrt(e.add(squares, epsilon)));
          const update = e.mul(gradient, scale);
          const steps = e.add(e.mul(slots.steps, decay), e.mul(e.square(update), 1 - decay));
          return { update, slots: { squares, steps } };
        },
      };
    },
  });
}
