import { ArgumentError, type Optimizer, type Schedule } from '@neurite/core';
import { type OptimizerConformance, testOptimizer } from '@neurite/testing';
import { onesLike, zerosLike } from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import {
  adam,
  adamW,
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  clipByValue,
  perParameter,
  type SgdOptions,
  scaleByAdam,
  scaleByLearningRate,
  sgd,
  trace,
} from '../src/index.js';

const rates = ['learningRate', 'learningRateMultiplier'];
const moments = ['beta1', 'beta2', 'epsilon'];
const decay = ['weightDecay', 'weightDecayMask'];

/** Momentum of 0.9 makes steps ten times as long in the end. */
const heavy = { learningRate: 0.05, valleyRate: 0.0005 };
/** Adam's steps are as long as the learning rate, whatever the gradient. */
const adaptive = { learningRate: 0.1, valleyRate: 0.01 };
const wrong = (value: number): number | Schedule => value;

/** Descent whose direction is divided by its running size, and clipped. */
function everything(learningRate: number | Schedule): Optimizer {
  return perParameter('everything', {
    slots: { size: onesLike, previous: zerosLike },
    scalars: {
      rate: typeof learningRate === 'function' ? learningRate : () => learningRate,
      share: (_step, { age }) => 1 / (age + 2),
    },
    constants: { floor: (path) => (path === 'scale' ? 0.5 : 0.25) },
    step: (e, { gradient, slots, scalars, constants }) => {
      const size = e.maximum(e.sub(slots.size, scalars.share), e.add(e.abs(gradient), constants.floor));
      const steady = e.mul(e.sign(gradient), e.minimum(e.sqrt(e.square(e.div(gradient, size))), 2));
      const direction = e.whereGreater(e.mul(gradient, slots.previous), 0, steady, e.mul(steady, 0.5));
      return { update: e.mul(direction, e.mul(scalars.rate, -1)), slots: { size, previous: gradient } };
    },
  });
}

const table: readonly OptimizerConformance[] = [
  {
    name: 'sgd',
    optimizer: (learningRate) => sgd({ learningRate }),
    options: { make: sgd, names: [...rates, 'momentum', 'nesterov', ...decay] },
    errors: [
      {
        run: () => sgd({ learningRate: wrong(-1) }),
        type: ArgumentError,
        message: 'sgd: `learningRate` must be a finite number of at least 0 or a schedule; received -1.',
      },
      {
        run: () => sgd({ momentum: 1 }),
        type: ArgumentError,
        message: 'sgd: `momentum` must be a finite number of at least 0 and below 1; received 1.',
      },
      {
        run: () => sgd({ nesterov: true }),
        type: ArgumentError,
        message:
          'sgd: `nesterov` must be false where momentum is 0; received true. Without momentum there is nothing to look ahead along.',
      },
      {
        run: () => sgd({ learningRateMultiplier: -1 }),
        type: ArgumentError,
        message: 'sgd: `learningRateMultiplier` must be a finite number of at least 0; received -1.',
      },
      {
        run: () => sgd({ weightDecay: Number.NaN }),
        type: ArgumentError,
        message: 'sgd: `weightDecay` must be a finite number of at least 0; received NaN.',
      },
    ],
  },
  {
    name: 'sgd with momentum',
    optimizer: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
    options: {
      make: (options: SgdOptions) => sgd({ momentum: 0.9, ...options }),
      names: [...rates, 'momentum', 'nesterov', ...decay],
    },
    ...heavy,
  },
  {
    name: 'sgd with nesterov',
    optimizer: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
    ...heavy,
  },
  {
    name: 'sgd with weight decay',
    optimizer: (learningRate) => sgd({ learningRate, weightDecay: 1e-3 }),
  },
  {
    name: 'adam',
    optimizer: (learningRate) => adam({ learningRate }),
    options: { make: adam, names: [...rates, ...moments] },
    ...adaptive,
    errors: [
      {
        run: () => adam({ learningRate: wrong(Number.POSITIVE_INFINITY) }),
        type: ArgumentError,
        message: 'adam: `learningRate` must be a finite number of at least 0 or a schedule; received Infinity.',
      },
      {
        run: () => adam({ beta1: 1 }),
        type: ArgumentError,
        message: 'adam: `beta1` must be a finite number of at least 0 and below 1; received 1.',
      },
      {
        run: () => adam({ beta2: -0.1 }),
        type: ArgumentError,
        message: 'adam: `beta2` must be a finite number of at least 0 and below 1; received -0.1.',
      },
      {
        run: () => adam({ epsilon: 0 }),
        type: ArgumentError,
        message: 'adam: `epsilon` must be a finite number above 0; received 0.',
      },
    ],
  },
  {
    name: 'adamW',
    optimizer: (learningRate) => adamW({ learningRate, weightDecay: 1e-3 }),
    options: { make: adamW, names: [...rates, ...moments, ...decay] },
    ...adaptive,
    errors: [
      {
        run: () => adamW({ weightDecay: -1 }),
        type: ArgumentError,
        message: 'adamW: `weightDecay` must be a finite number of at least 0; received -1.',
      },
    ],
  },
  {
    name: 'adamW that spares some',
    optimizer: (learningRate) => adamW({ learningRate, weightDecayMask: () => false }),
    ...adaptive,
  },
  {
    name: 'scaleByLearningRate',
    optimizer: (learningRate) => scaleByLearningRate(learningRate),
    options: {
      make: (options: { readonly learningRateMultiplier?: number }) => scaleByLearningRate(0.125, options),
      names: ['learningRateMultiplier'],
    },
    errors: [
      {
        run: () => scaleByLearningRate('0.1' as unknown as number),
        type: ArgumentError,
        message:
          "scaleByLearningRate: `learningRate` must be a finite number of at least 0 or a schedule; received '0.1'.",
      },
    ],
  },
  {
    name: 'clipByValue',
    optimizer: () => clipByValue(0.5),
    converges: false,
    errors: [
      {
        run: () => clipByValue(0),
        type: ArgumentError,
        message: 'clipByValue: `limit` must be a finite number above 0; received 0.',
      },
    ],
  },
  {
    name: 'clipByGlobalNorm',
    optimizer: () => clipByGlobalNorm(0.5),
    converges: false,
    separate: false,
    errors: [
      {
        run: () => clipByGlobalNorm(-1),
        type: ArgumentError,
        message: 'clipByGlobalNorm: `maximum` must be a finite number above 0; received -1.',
      },
    ],
  },
  {
    name: 'addDecayedWeights',
    optimizer: () => addDecayedWeights({ weightDecay: 0.1 }),
    options: { make: addDecayedWeights, names: decay },
    converges: false,
    errors: [
      {
        run: () => addDecayedWeights({ weightDecay: -0.1 }),
        type: ArgumentError,
        message: 'addDecayedWeights: `weightDecay` must be a finite number of at least 0; received -0.1.',
      },
    ],
  },
  {
    name: 'scaleByAdam',
    optimizer: () => scaleByAdam(),
    options: { make: scaleByAdam, names: moments },
    converges: false,
    errors: [
      {
        run: () => scaleByAdam({ beta1: 1 }),
        type: ArgumentError,
        message: 'scaleByAdam: `beta1` must be a finite number of at least 0 and below 1; received 1.',
      },
    ],
  },
  {
    name: 'trace',
    optimizer: () => trace({ nesterov: true }),
    options: { make: trace, names: ['momentum', 'nesterov'] },
    converges: false,
    errors: [
      {
        run: () => trace({ momentum: -0.1 }),
        type: ArgumentError,
        message: 'trace: `momentum` must be a finite number of at least 0 and below 1; received -0.1.',
      },
    ],
  },
  {
    name: 'chain of adam from its links',
    optimizer: (learningRate) => chain(scaleByAdam(), scaleByLearningRate(learningRate)),
    ...adaptive,
  },
  {
    name: 'a rule with every operator',
    optimizer: everything,
  },
  {
    name: 'chain of one',
    optimizer: (learningRate) => chain(sgd({ learningRate })),
    errors: [
      {
        run: () => chain(...([] as Optimizer[])),
        type: ArgumentError,
        message: 'chain: `optimizers` must have at least one optimizer; received none.',
      },
    ],
  },
  {
    name: 'chain of many',
    optimizer: (learningRate) =>
      chain(clipByGlobalNorm(5), addDecayedWeights({ weightDecay: 1e-3 }), clipByValue(2), adam({ learningRate })),
    separate: false,
    ...adaptive,
  },
  {
    name: 'chain in a chain',
    optimizer: (learningRate) =>
      chain(clipByValue(20), chain(clipByGlobalNorm(10), sgd({ learningRate, momentum: 0.5 }))),
    separate: false,
  },
];

describe('every optimizer', () => {
  for (const conformance of table) testOptimizer(conformance);
});
