import { checkNumber, checkOptions, type Optimizer } from '@neurite/core';
import { minimum } from '@tensorflow/tfjs-core';
import { type ConstraintOptions, constrained } from '../internal/constrained.js';

export type { ConstraintOptions } from '../internal/constrained.js';

/**
 * Keeps the norm of the weights that lead to one output at or below `maximum`: larger ones are scaled down after each step.
 * The last link of a chain.
 *
 * Composed: norms are no program of one element.
 *
 * @param maximum a finite number above 0
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(sgd({ learningRate: 0.1 }), maxNorm(2, { mask: (path) => path.endsWith('kernel') }));
 * @see Srivastava et al. 2014, Dropout: A Simple Way to Prevent Neural Networks from Overfitting, section 5.1
 */
export function maxNorm(maximum: number, options: ConstraintOptions = {}): Optimizer {
  checkNumber('maxNorm', 'maximum', maximum, { above: 0 });
  checkOptions('maxNorm', options, ['mask', 'axes']);
  return constrained('maxNorm', options, (norms) => minimum(norms, maximum));
}
