import { checkNumber, type Optimizer, resolveOptions } from '@neurite/core';
import { trustRatio } from '../internal/trust-ratio.js';

/** How far the layers trust their directions. */
export type TrustRatioOptions = {
  /** η, what the ratio is multiplied with: a finite number above 0. Default 1. */
  readonly coefficient?: number;
  /** ε, added to the norm of the direction: a finite number of at least 0. Default 0. */
  readonly epsilon?: number;
};

/**
 * Makes the direction of each parameter as long as the parameter is: `g · η‖w‖ / (‖g‖ + ε)`, or `g` where one of the norms
 * is 0. The last step of `lamb` and `lars` before the learning rate.
 *
 * A norm that is not finite makes the direction NaN. Composed: norms are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(scaleByAdam(), scaleByTrustRatio(), scaleByLearningRate(1e-3));
 * @see You et al. 2020, Large Batch Optimization for Deep Learning
 */
export function scaleByTrustRatio(options: TrustRatioOptions = {}): Optimizer {
  const { coefficient, epsilon } = resolveOptions('scaleByTrustRatio', options, { coefficient: 1, epsilon: 0 });
  checkNumber('scaleByTrustRatio', 'coefficient', coefficient, { above: 0 });
  checkNumber('scaleByTrustRatio', 'epsilon', epsilon, { atLeast: 0 });
  return trustRatio('scaleByTrustRatio', { coefficient, epsilon });
}
