import { fusedAdamUpdate, type Optimizer } from '@neurite/core';
import { type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { AdamWOptions } from '../adam-w.js';
import { checkNumber, notNegative, positive, rate } from './check-number.js';
import { checkLearningRate, learningRateAt } from './learning-rate.js';
import { checkGradients, mapNamed, stateOf } from './named-tensors.js';

const FIRST = 'firstMoment';
const SECOND = 'secondMoment';

/** Adam and AdamW, which differ in the weight decay alone. */
export function adamLike(name: string, options: Required<AdamWOptions>): Optimizer {
  const { learningRate, beta1, beta2, epsilon, weightDecay, decay } = options;
  checkLearningRate(name, learningRate);
  checkNumber(name, 'beta1', beta1, rate);
  checkNumber(name, 'beta2', beta2, rate);
  checkNumber(name, 'epsilon', epsilon, positive);
  checkNumber(name, 'weightDecay', weightDecay, notNegative);
  return {
    name,
    init: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters).flatMap(([path, value]) => [
          [`${FIRST}/${path}`, zerosLike(value)],
          [`${SECOND}/${path}`, zerosLike(value)],
        ]),
      ),
    update: (gradients, state, parameters, clock) => {
      checkGradients(name, gradients, parameters);
      return tidy(() => {
        const scalars = {
          learningRate: learningRateAt(learningRate, clock),
          correction1: clock.scalar((step) => 1 - beta1 ** (step + 1)),
          correction2: clock.scalar((step) => 1 - beta2 ** (step + 1)),
        };
        const next: Record<string, Tensor> = {};
        const updates = mapNamed(gradients, (gradient, path) => {
          const { update, firstMoment, secondMoment } = fusedAdamUpdate(
            {
              gradient,
              firstMoment: stateOf(name, state, FIRST, path),
              secondMoment: stateOf(name, state, SECOND, path),
              parameter: parameters[path]!,
              ...scalars,
            },
            { beta1, beta2, epsilon, weightDecay: decay(path) ? weightDecay : 0 },
          );
          next[`${FIRST}/${path}`] = firstMoment;
          next[`${SECOND}/${path}`] = secondMoment;
          return update;
        });
        return { updates, state: next };
      });
    },
  };
}
