import type { Optimizer, Schedule } from '@neurite/core';
import { mul, neg, tidy } from '@tensorflow/tfjs-core';
import { checkLearningRate, learningRateAt } from './internal/learning-rate.js';
import { checkGradients, mapNamed } from './internal/named-tensors.js';

/**
 * Turns directions into updates: `−learningRate · gradient`. The last link of a chain of one's own.
 *
 * @param learningRate a finite number of at least 0, or a schedule
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients that do not fit
 * @example
 * const optimizer = chain(clipByValue(1), scaleByLearningRate(0.1));
 */
export function scaleByLearningRate(learningRate: number | Schedule): Optimizer {
  checkLearningRate('scaleByLearningRate', learningRate);
  return {
    name: 'scaleByLearningRate',
    init: () => ({}),
    update: (gradients, { parameters, clock }) => {
      checkGradients('scaleByLearningRate', gradients, parameters);
      const updates = tidy(() => {
        const factor = neg(learningRateAt(learningRate, clock));
        return mapNamed(gradients, (gradient) => mul(gradient, factor));
      });
      return { updates, state: {} };
    },
  };
}
