import { checkNumber, type Optimizer } from '@neurite/core';
import { add, div, minimum, mul, sub } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { globalNorm } from '../internal/norms.js';

/** As in PyTorch's `clip_grad_norm_`; it also keeps gradients of zeros from 0/0. */
const EPSILON = 1e-6;

/**
 * Scales all gradients together, so that their common norm `‖g‖` (the root of the sum of all squares) is at most
 * `maximum`: `g · min(1, maximum / (‖g‖ + 1e-6))`. The direction does not change. Put it before an optimizer with `chain`.
 *
 * A norm that is not finite, also by an overflow beyond 1e19, makes all gradients NaN, so that the next loss shows it.
 *
 * @param maximum a finite number above 0
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when the argument is out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), adamW({ learningRate: 1e-3 }));
 * @see Pascanu et al. 2013, On the difficulty of training recurrent neural networks
 */
export function clipByGlobalNorm(maximum: number): Optimizer {
  checkNumber('clipByGlobalNorm', 'maximum', maximum, { above: 0 });
  return composed('clipByGlobalNorm', {
    isJoint: true,
    step: (entries) => {
      const norm = globalNorm(entries.map(({ gradient }) => gradient));
      // The difference is 0, or NaN for an infinite norm, whose quotient would be 0 and would stop the training in silence.
      const factor = add(minimum(div(maximum, add(norm, EPSILON)), 1), sub(norm, norm));
      return entries.map(({ gradient }) => ({ update: mul(gradient, factor) }));
    },
  });
}
