import { ArgumentError, type NamedTensors, type Optimizer, type Schedule } from '@neurite/core';
import { fusedSgdStep, fusedSgdUpdate } from '@neurite/ops';
import { add, mul, neg, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { WeightDecayOptions } from './add-decayed-weights.js';
import { checkNumber, notNegative, rate } from './internal/check-number.js';
import { checkLearningRate, learningRateAt } from './internal/learning-rate.js';
import { checkGradients, mapNamed, stateOf } from './internal/named-tensors.js';

const SLOT = 'velocity';

export type SgdOptions = WeightDecayOptions & {
  /** A finite number of at least 0, or a schedule. Default 1e-3. */
  readonly learningRate?: number | Schedule;
  /** μ, how much of the velocity stays: at least 0 and below 1. Default 0. */
  readonly momentum?: number;
  /** Whether the step looks ahead along the new velocity; needs momentum. Default false. */
  readonly nesterov?: boolean;
};

/**
 * Gradient descent, as PyTorch's `SGD`: `g' = g + weightDecay · parameter`, `v' = μv + g'`,
 * `update = −learningRate · (nesterov ? g' + μv' : v')`.
 *
 * The state is `velocity/<path>` for each parameter, and nothing without momentum. Weight decay (default 0) is the L2
 * penalty: it goes through the momentum.
 *
 * @throws ArgumentError, and from `update` ArgumentError and ShapeError for gradients or a state that do not fit
 * @example
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 * @see Sutskever et al. 2013, On the importance of initialization and momentum in deep learning; there the learning
 *   rate is inside the velocity, so a change of it acts with delay
 */
export function sgd({
  learningRate = 1e-3,
  momentum = 0,
  nesterov = false,
  weightDecay = 0,
  weightDecayMask = () => true,
}: SgdOptions = {}): Optimizer {
  checkLearningRate('sgd', learningRate);
  checkNumber('sgd', 'momentum', momentum, rate);
  checkNumber('sgd', 'weightDecay', weightDecay, notNegative);
  if (nesterov && momentum === 0) {
    throw new ArgumentError({
      where: 'sgd',
      argument: 'nesterov',
      expected: 'be false where momentum is 0',
      received: 'true',
      advice: 'Without momentum there is nothing to look ahead along',
    });
  }
  const decayOf = (path: string): number => (weightDecayMask(path) ? weightDecay : 0);
  return {
    name: 'sgd',
    init: (parameters) =>
      momentum === 0
        ? {}
        : Object.fromEntries(Object.entries(parameters).map(([path, value]) => [`${SLOT}/${path}`, zerosLike(value)])),
    update: (gradients, { state, parameters, clock }) => {
      checkGradients('sgd', gradients, parameters);
      return tidy(() => {
        const stepSize = learningRateAt(learningRate, clock);
        const decayed = (gradient: Tensor, path: string): Tensor =>
          decayOf(path) > 0 ? add(gradient, mul(parameters[path]!, decayOf(path))) : gradient;
        if (momentum === 0) {
          const factor = neg(stepSize);
          return { updates: mapNamed(gradients, (gradient, path) => mul(decayed(gradient, path), factor)), state: {} };
        }
        const next: Record<string, Tensor> = {};
        const updates = mapNamed(gradients, (gradient, path) => {
          const velocity = stateOf('sgd', state, SLOT, path);
          const step = fusedSgdUpdate(
            { gradient: decayed(gradient, path), velocity, learningRate: stepSize },
            { momentum, nesterov },
          );
          next[`${SLOT}/${path}`] = step.velocity;
          return step.update;
        });
        return { updates, state: next };
      });
    },
    apply: (gradients, { state, parameters, clock }) => {
      checkGradients('sgd', gradients, parameters);
      const velocities: { velocities?: NamedTensors } =
        momentum === 0 ? {} : { velocities: mapNamed(gradients, (_, path) => stateOf('sgd', state, SLOT, path)) };
      return tidy(() => {
        const next = fusedSgdStep(
          { gradients, ...velocities, parameters, learningRate: learningRateAt(learningRate, clock) },
          { momentum, nesterov, weightDecay: decayOf },
        );
        const slots = Object.entries(next.velocities).map(([path, value]) => [`${SLOT}/${path}`, value] as const);
        return { parameters: next.parameters, state: Object.fromEntries(slots) };
      });
    },
  };
}
