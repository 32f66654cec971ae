import type { Optimizer } from '@neurite/core';
import { clone, mean, sub } from '@tensorflow/tfjs-core';
import { composed } from '../internal/composed.js';
import { inputAxes } from '../internal/norms.js';

/**
 * Takes the mean off the gradient of the weights that lead to one output: `g − mean(g)` over all axes but the last. Vectors
 * and scalars stay as they are. Put it before an optimizer with `chain`.
 *
 * Composed: means are no program of one element.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError and ShapeError from `update` for gradients that do not fit
 * @example
 * const optimizer = chain(centralize(), sgd({ learningRate: 0.1, momentum: 0.9 }));
 * @see Yong et al. 2020, Gradient Centralization: A New Optimization Technique for Deep Neural Networks
 */
export function centralize(): Optimizer {
  return composed('centralize', {
    step: (entries) =>
      entries.map(({ gradient }) => ({
        update: gradient.rank < 2 ? clone(gradient) : sub(gradient, mean(gradient, inputAxes(gradient), true)),
      })),
  });
}
