import type { Clock, NamedTensors, Optimizer } from '@neurite/core';
import { fusedAdamStep, fusedAdamUpdate } from '@neurite/ops';
import { type Scalar, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { AdamWOptions } from '../adam-w.js';
import { checkNumber, notNegative, positive, rate } from './check-number.js';
import { checkLearningRate, learningRateAt } from './learning-rate.js';
import { checkGradients, mapNamed, stateOf } from './named-tensors.js';

const FIRST = 'firstMoment';
const SECOND = 'secondMoment';

/** Adam and AdamW, which differ in the weight decay alone. */
export function adamLike(name: string, options: Required<AdamWOptions>): Optimizer {
  const { learningRate, beta1, beta2, epsilon, weightDecay, weightDecayMask } = options;
  checkLearningRate(name, learningRate);
  checkNumber(name, 'beta1', beta1, rate);
  checkNumber(name, 'beta2', beta2, rate);
  checkNumber(name, 'epsilon', epsilon, positive);
  checkNumber(name, 'weightDecay', weightDecay, notNegative);
  const decayOf = (path: string): number => (weightDecayMask(path) ? weightDecay : 0);
  return {
    name,
    init: (parameters) =>
      Object.fromEntries(
        Object.entries(parameters).flatMap(([path, value]) => [
          [`${FIRST}/${path}`, zerosLike(value)],
          [`${SECOND}/${path}`, zerosLike(value)],
        ]),
      ),
    update: (gradients, { state, parameters, clock }) => {
      checkGradients(name, gradients, parameters);
      return tidy(() => {
        const scalars = scalarsOf(options, clock);
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
            { beta1, beta2, epsilon, weightDecay: decayOf(path) },
          );
          next[`${FIRST}/${path}`] = firstMoment;
          next[`${SECOND}/${path}`] = secondMoment;
          return update;
        });
        return { updates, state: next };
      });
    },
    apply: (gradients, { state, parameters, clock }) => {
      checkGradients(name, gradients, parameters);
      const slot = (of: string): NamedTensors => mapNamed(gradients, (_, path) => stateOf(name, state, of, path));
      return tidy(() => {
        const next = fusedAdamStep(
          {
            gradients,
            firstMoments: slot(FIRST),
            secondMoments: slot(SECOND),
            parameters,
            ...scalarsOf(options, clock),
          },
          { beta1, beta2, epsilon, weightDecay: decayOf },
        );
        const states = Object.keys(gradients).flatMap((path) => [
          [`${FIRST}/${path}`, next.firstMoments[path]!] as const,
          [`${SECOND}/${path}`, next.secondMoments[path]!] as const,
        ]);
        return { parameters: next.parameters, state: Object.fromEntries(states) };
      });
    },
  };
}

/** The learning rate and the corrections of one step, owned by the caller. */
function scalarsOf(
  { learningRate, beta1, beta2 }: Required<AdamWOptions>,
  clock: Clock,
): Record<'learningRate' | 'correction1' | 'correction2', Scalar> {
  return {
    learningRate: learningRateAt(learningRate, clock),
    correction1: clock.scalar((step) => 1 - beta1 ** (step + 1)),
    correction2: clock.scalar((step) => 1 - beta2 ** (step + 1)),
  };
}
