import type { Optimizer } from '@neurite/core';
import { clipByValue as clip, tidy } from '@tensorflow/tfjs-core';
import { checkNumber, positive } from './internal/check-number.js';
import { checkGradients, mapNamed } from './internal/named-tensors.js';

/**
 * Cuts each element of each gradient to [−limit, limit]. NaN stays NaN. Put before an optimizer with `chain`.
 *
 * @param limit a finite number above 0
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients that do not fit
 * @example
 * const optimizer = chain(clipByValue(0.5), sgd({ learningRate: 0.1 }));
 */
export function clipByValue(limit: number): Optimizer {
  checkNumber('clipByValue', 'limit', limit, positive);
  return {
    name: 'clipByValue',
    init: () => ({}),
    update: (gradients, { parameters }) => {
      checkGradients('clipByValue', gradients, parameters);
      return { updates: tidy(() => mapNamed(gradients, (gradient) => clip(gradient, -limit, limit))), state: {} };
    },
  };
}
