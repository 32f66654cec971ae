import { checkNumber, type Optimizer } from '@neurite/core';
import { add, div, minimum, mul, sub } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { normOf } from '../internal/norms.js';

/**
 * Scales the gradient of each parameter by itself, so that its norm `‖g‖` (the root of the sum of its squares) is at most
 * `maximum`: `g · min(1, maximum / ‖g‖)`, as `clipnorm` of Keras. `clipByGlobalNorm` keeps the direction of all gradients
 * together. Put it before an optimizer with `chain`.
 *
 * A norm that is not finite makes the gradient NaN, so that the next loss shows it. Composed: norms are no program of one
 * element.
 *
 * @param maximum a finite number above 0
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when the argument is out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(clipByNorm(1), sgd({ learningRate: 0.1 }));
 */
export function clipByNorm(maximum: number): Optimizer {
  checkNumber('clipByNorm', 'maximum', maximum, { above: 0 });
  return composed('clipByNorm', {
    step: (entries) =>
      entries.map(({ gradient }) => {
        const norm = normOf(gradient);
        // An infinite norm makes NaN of the difference; its quotient would be 0. That of zeros is infinite, and 1 is less.
        const factor = add(minimum(div(maximum, norm), 1), sub(norm, norm));
        return { update: mul(gradient, factor) };
      }),
  });
}
