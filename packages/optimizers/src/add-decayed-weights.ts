import type { Optimizer } from '@neurite/core';
import { add, clone, mul, tidy } from '@tensorflow/tfjs-core';
import { checkNumber, notNegative } from './internal/check-number.js';
import { checkGradients, mapNamed } from './internal/named-tensors.js';

/** How weights decay. */
export type WeightDecayOptions = {
  /** How strongly: a finite number of at least 0. */
  readonly weightDecay?: number;
  /**
   * Which parameters decay, by their path. Biases and the scales of norms often should not:
   * `(path) => path.endsWith('kernel')`. Default: all.
   */
  readonly weightDecayMask?: (path: string) => boolean;
};

/**
 * Adds `weightDecay · parameter` to each gradient: before an optimizer it is the L2 penalty, after the moments and
 * before `scaleByLearningRate` the decoupled decay.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients that do not fit
 * @example
 * const optimizer = chain(addDecayedWeights({ weightDecay: 1e-4 }), adam());
 */
export function addDecayedWeights({
  weightDecay = 0.01,
  weightDecayMask = () => true,
}: WeightDecayOptions = {}): Optimizer {
  checkNumber('addDecayedWeights', 'weightDecay', weightDecay, notNegative);
  return {
    name: 'addDecayedWeights',
    init: () => ({}),
    update: (gradients, { parameters }) => {
      checkGradients('addDecayedWeights', gradients, parameters);
      const updates = tidy(() =>
        mapNamed(gradients, (gradient, path) =>
          weightDecay > 0 && weightDecayMask(path)
            ? add(gradient, mul(parameters[path]!, weightDecay))
            : clone(gradient),
        ),
      );
      return { updates, state: {} };
    },
  };
}
