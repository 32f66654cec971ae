import { checkInteger, checkNumber, type Optimizer, resolveOptions } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';
import { perParameter } from '../composition/per-parameter.js';

export type LookaheadOptions = {
  /** k, after how many steps the slow weights follow: an integer of at least 1. Default 5. */
  readonly every?: number;
  /** α, how far they follow: above 0 and at most 1. Default 0.5. */
  readonly share?: number;
};

/**
 * Lookahead: slow weights s that follow the trained weights w in every k-th step, `s' = s + α(w' − s)`, from where these go
 * on: then `w' = s'`. `fit` validates with s and leaves it in the model. The last link of a chain.
 *
 * The state is `slow/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = chain(adam({ learningRate: 1e-3 }), lookahead({ every: 5, share: 0.5 }));
 * @see Zhang et al. 2019, Lookahead Optimizer: k steps forward, 1 step back
 */
export function lookahead(options: LookaheadOptions = {}): Optimizer {
  const { every, share } = resolveOptions('lookahead', options, { every: 5, share: 0.5 });
  checkInteger('lookahead', 'every', every, { min: 1 });
  checkNumber('lookahead', 'share', share, { above: 0, atMost: 1 });
  return perParameter('lookahead', {
    slots: { slow: clone },
    scalars: { follow: (_, { age }) => ((age + 1) % every === 0 ? share : 0) },
    step: (e, { gradient, parameter, slots, scalars: { follow } }) => {
      const ahead = e.sub(e.add(parameter, gradient), slots.slow);
      const slow = e.add(slots.slow, e.mul(ahead, follow));
      return { update: e.whereGreater(follow, 0, e.sub(slow, parameter), gradient), slots: { slow } };
    },
    evaluation: (_, { slots }) => slots.slow,
  });
}
