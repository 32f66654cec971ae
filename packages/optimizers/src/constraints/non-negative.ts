import { checkFunction, checkOptions, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import type { ConstraintOptions } from '../internal/constrained.js';

/**
 * Keeps weights at or above 0: those that a step makes negative become 0. The last link of a chain.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(sgd({ learningRate: 0.1 }), nonNegative({ mask: (path) => path.endsWith('kernel') }));
 * @see `NonNeg` of Keras
 */
export function nonNegative(options: Pick<ConstraintOptions, 'mask'> = {}): Optimizer {
  checkOptions('nonNegative', options, ['mask']);
  if (options.mask !== undefined) checkFunction('nonNegative', 'mask', options.mask);
  return perParameter('nonNegative', {
    constants: { bound: (path) => (options.mask?.(path) === false ? 0 : 1) },
    step: (e, { gradient, parameter, constants }) => {
      const allowed = e.maximum(gradient, e.sub(0, parameter));
      return { update: e.whereGreater(constants.bound, 0, allowed, gradient) };
    },
  });
}
