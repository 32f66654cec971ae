import { checkNumber, type Optimizer } from '@neurite/core';
import { fill } from '@tensorflow/tfjs-core';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type AdagradOptions = DirectedOptions & {
  /** What the sums of squares begin as: a finite number of at least 0. Default 0. */
  readonly initialAccumulator?: number;
  /** ε, added to the root: a finite number above 0. Default 1e-10. */
  readonly epsilon?: number;
};

/**
 * Adagrad: steps that become smaller as gradients add up, for each weight by itself. `s' = s + g²`,
 * `update = −learningRate · g / (√s' + ε)`. The learning rate is 0.01 by default, the decoupled decay of the weights 0.
 *
 * The state is `accumulator/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = adagrad({ learningRate: 0.1 });
 * @see Duchi et al. 2011, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization; `lr_decay` of
 *   PyTorch is `inverseTimeDecay` here
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  return directed('adagrad', options, {
    names: ['initialAccumulator', 'epsilon'],
    learningRate: 0.01,
    rule: () => {
      const { initialAccumulator = 0, epsilon = 1e-10 } = options;
      checkNumber('adagrad', 'initialAccumulator', initialAccumulator, { atLeast: 0 });
      checkNumber('adagrad', 'epsilon', epsilon, { above: 0 });
      return {
        slots: { accumulator: ({ shape }) => fill(shape, initialAccumulator) },
        step: (e, { gradient, slots }) => {
          const accumulator = e.add(slots.accumulator, e.square(gradient));
          return { update: e.div(gradient, e.add(e.sqrt(accumulator), epsilon)), slots: { accumulator } };
        },
      };
    },
  });
}
