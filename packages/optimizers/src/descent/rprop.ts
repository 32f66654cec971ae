import { checkNumber, type Optimizer } from '@neurite/core';
import { onesLike, zerosLike } from '@tensorflow/tfjs-core';
import { type DirectedOptions, directed } from '../internal/directed.js';

export type RpropOptions = DirectedOptions & {
  /** η₋, what a step is multiplied with where the gradient has changed its sign: above 0 and below 1. Default 0.5. */
  readonly shrink?: number;
  /** η₊, what it is multiplied with where the sign has stayed: above 1. Default 1.2. */
  readonly grow?: number;
  /** The smallest step, in parts of the learning rate: above 0. Default 1e-4. */
  readonly smallest?: number;
  /** The largest step, in parts of the learning rate: at least `smallest`. Default 5000. */
  readonly largest?: number;
};

/**
 * Resilient propagation: each weight has a step of its own, of which the sign of the gradient alone decides. For whole
 * batches; with small ones signs change by chance. Where `g · gₗₐₛₜ > 0` the step grows, where it is negative the step
 * shrinks and the weight rests once: `s' = clip(s · η, smallest, largest)`, `update = −learningRate · s' · sign(g)`.
 * The learning rate, which is the first step, is 0.01 by default, the decoupled decay of the weights 0.
 *
 * The state is `previous/<path>` and `size/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = rprop({ learningRate: 0.01 });
 * @see Riedmiller and Braun 1993, A Direct Adaptive Method for Faster Backpropagation Learning; as in PyTorch, where the
 *   limits of the step are absolute
 */
export function rprop(options: RpropOptions = {}): Optimizer {
  const where = 'rprop';
  return directed(where, options, {
    names: ['shrink', 'grow', 'smallest', 'largest'],
    learningRate: 0.01,
    rule: () => {
      const { shrink = 0.5, grow = 1.2, smallest = 1e-4, largest = 5000 } = options;
      checkNumber(where, 'shrink', shrink, { above: 0, below: 1 });
      checkNumber(where, 'grow', grow, { above: 1 });
      checkNumber(where, 'smallest', smallest, { above: 0 });
      checkNumber(where, 'largest', largest, { atLeast: smallest });
      return {
        slots: { previous: zerosLike, size: onesLike },
        step: (e, { gradient, slots }) => {
          const agreement = e.mul(e.sign(gradient), e.sign(slots.previous));
          const factor = e.whereGreater(agreement, 0, grow, e.whereGreater(0, agreement, shrink, 1));
          const size = e.minimum(e.maximum(e.mul(slots.size, factor), smallest), largest);
          const previous = e.whereGreater(0, agreement, 0, gradient);
          return { update: e.mul(e.sign(previous), size), slots: { previous, size } };
        },
      };
    },
  });
}
