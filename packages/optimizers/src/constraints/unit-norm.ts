import { checkOptions, type Optimizer } from '@neurite/core';
import { onesLike } from '@tensorflow/tfjs-core';
import { type ConstraintOptions, constrained } from '../internal/constrained.js';

/**
 * Makes the norm of the weights that lead to one output 1 after each step. The last link of a chain. Weights of zeros stay
 * zeros.
 *
 * Composed: norms are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(sgd({ learningRate: 0.1 }), unitNorm({ mask: (path) => path === 'prototypes' }));
 * @see `UnitNorm` of Keras
 */
export function unitNorm(options: ConstraintOptions = {}): Optimizer {
  checkOptions('unitNorm', options, ['mask', 'axes']);
  return constrained('unitNorm', options, onesLike);
}
