import { checkNumber, type Optimizer } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';

/**
 * Clips each element of each gradient to [−limit, limit]. NaN stays NaN. Put it before an optimizer with `chain`.
 *
 * @param limit a finite number above 0
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when the argument is out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(clipByValue(0.5), sgd({ learningRate: 0.1 }));
 */
export function clipByValue(limit: number): Optimizer {
  checkNumber('clipByValue', 'limit', limit, { above: 0 });
  return perParameter('clipByValue', {
    step: (e, { gradient }) => ({ update: e.minimum(e.maximum(gradient, -limit), limit) }),
  });
}
