import type { Optimizer, Schedule } from '@neurite/core';
import type { OptimizerConformance } from '@neurite/testing';
import { onesLike, zerosLike } from '@tensorflow/tfjs-core';
import {
  adam,
  adaptiveClip,
  addDecayedWeights,
  addNoise,
  centralize,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  exponentialMovingAverage,
  frozen,
  lookahead,
  maxNorm,
  minMaxNorm,
  nonNegative,
  partition,
  perParameter,
  scaleByAdam,
  scaleByLearningRate,
  scaleByTrustRatio,
  scheduleFreeSgd,
  sgd,
  sharpnessAware,
  stochasticWeightAverage,
  trace,
  unitNorm,
} from '../../src/index.js';
import { adamMoments, adaptive, decay, heavy, refused } from './row.js';

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
      const larger = e.maximum(e.sub(slots.size, scalars.share), e.add(e.abs(gradient), constants.floor));
      const size = e.minimum(larger, 100);
      const steady = e.mul(e.sign(gradient), e.minimum(e.sqrt(e.square(e.div(gradient, size))), 2));
      const direction = e.whereGreater(e.mul(gradient, slots.previous), 0, steady, e.mul(steady, 0.5));
      return { update: e.mul(direction, e.mul(scalars.rate, -1)), slots: { size, previous: gradient } };
    },
  });
}

/** Every link of a chain, and chains. */
export const linkRows: readonly OptimizerConformance[] = [
  {
    name: 'sharpnessAware',
    optimizer: (learningRate) => chain(sharpnessAware({ radius: 0.02 }), sgd({ learningRate })),
    options: { make: sharpnessAware, names: ['radius', 'adaptive'] },
    learningRate: 0.2,
    separate: false,
    errors: [
      refused(
        () => sharpnessAware({ radius: 0 }),
        'sharpnessAware: `radius` must be a finite number above 0; received 0.',
      ),
    ],
  },
  {
    name: 'lookahead',
    optimizer: (learningRate) => chain(sgd({ learningRate }), lookahead()),
    options: { make: lookahead, names: ['every', 'share'] },
    valleyRate: 0.003,
    errors: [
      refused(() => lookahead({ every: 0 }), 'lookahead: `every` must be an integer of at least 1; received 0.'),
      refused(
        () => lookahead({ share: 2 }),
        'lookahead: `share` must be a finite number above 0 and of at most 1; received 2.',
      ),
    ],
  },
  {
    name: 'exponentialMovingAverage',
    optimizer: (learningRate) => chain(sgd({ learningRate }), exponentialMovingAverage({ decay: 0.9, warmup: true })),
    options: { make: exponentialMovingAverage, names: ['decay', 'warmup'] },
    errors: [
      refused(
        () => exponentialMovingAverage({ decay: 1 }),
        'exponentialMovingAverage: `decay` must be a finite number of at least 0 and below 1; received 1.',
      ),
    ],
  },
  {
    name: 'stochasticWeightAverage',
    optimizer: (learningRate) =>
      chain(sgd({ learningRate, momentum: 0.9 }), stochasticWeightAverage({ from: 1800, every: 5 })),
    ...heavy,
    options: { make: stochasticWeightAverage, names: ['from', 'every'] },
    errors: [
      refused(
        () => stochasticWeightAverage({ from: -1 }),
        'stochasticWeightAverage: `from` must be an integer of at least 0; received -1.',
      ),
      refused(
        () => stochasticWeightAverage({ every: 0 }),
        'stochasticWeightAverage: `every` must be an integer of at least 1; received 0.',
      ),
    ],
  },
  {
    name: 'clipByNorm',
    optimizer: () => clipByNorm(0.5),
    converges: false,
    errors: [refused(() => clipByNorm(0), 'clipByNorm: `maximum` must be a finite number above 0; received 0.')],
  },
  {
    name: 'adaptiveClip',
    optimizer: () => adaptiveClip(),
    options: { make: adaptiveClip, names: ['clipping', 'epsilon'] },
    converges: false,
    errors: [
      refused(
        () => adaptiveClip({ clipping: 0 }),
        'adaptiveClip: `clipping` must be a finite number above 0; received 0.',
      ),
      refused(
        () => adaptiveClip({ epsilon: 0 }),
        'adaptiveClip: `epsilon` must be a finite number above 0; received 0.',
      ),
    ],
  },
  {
    name: 'addNoise',
    valley: false,
    optimizer: (learningRate) => chain(addNoise({ standardDeviation: 0.1, decay: 2, seed: 3 }), sgd({ learningRate })),
    options: { make: addNoise, names: ['standardDeviation', 'decay', 'seed'] },
    closeness: 0.05,
    separate: false,
    errors: [
      refused(
        () => addNoise({ standardDeviation: -1 }),
        'addNoise: `standardDeviation` must be a finite number of at least 0 or a schedule; received -1.',
      ),
      refused(() => addNoise({ decay: -1 }), 'addNoise: `decay` must be a finite number of at least 0; received -1.'),
      refused(() => addNoise({ seed: 0.5 }), 'addNoise: `seed` must be an integer; received 0.5.'),
    ],
  },
  { name: 'centralize', optimizer: () => centralize(), converges: false },
  {
    name: 'scaleByTrustRatio',
    optimizer: () => scaleByTrustRatio(),
    options: { make: scaleByTrustRatio, names: ['coefficient', 'epsilon'] },
    converges: false,
    errors: [
      refused(
        () => scaleByTrustRatio({ coefficient: 0 }),
        'scaleByTrustRatio: `coefficient` must be a finite number above 0; received 0.',
      ),
      refused(
        () => scaleByTrustRatio({ epsilon: -1 }),
        'scaleByTrustRatio: `epsilon` must be a finite number of at least 0; received -1.',
      ),
    ],
  },
  {
    name: 'frozen',
    converges: false,
    optimizer: (learningRate) => chain(sgd({ learningRate }), frozen('layers.0.bias')),
  },
  {
    name: 'maxNorm',
    valley: false,
    optimizer: (learningRate) => chain(sgd({ learningRate }), maxNorm(10)),
    options: { make: (options: object) => maxNorm(1, options), names: ['mask', 'axes'] },
    errors: [refused(() => maxNorm(0), 'maxNorm: `maximum` must be a finite number above 0; received 0.')],
  },
  {
    name: 'minMaxNorm',
    valley: false,
    optimizer: (learningRate) => chain(sgd({ learningRate }), minMaxNorm({ maximum: 10 })),
    options: { make: minMaxNorm, names: ['minimum', 'maximum', 'rate', 'mask', 'axes'] },
    errors: [
      refused(
        () => minMaxNorm({ minimum: 2 }),
        'minMaxNorm: `maximum` must be a finite number of at least 2; received 1.',
      ),
      refused(
        () => minMaxNorm({ minimum: -1 }),
        'minMaxNorm: `minimum` must be a finite number of at least 0; received -1.',
      ),
      refused(
        () => minMaxNorm({ rate: 0 }),
        'minMaxNorm: `rate` must be a finite number above 0 and of at most 1; received 0.',
      ),
    ],
  },
  {
    name: 'unitNorm',
    optimizer: () => unitNorm(),
    options: { make: unitNorm, names: ['mask', 'axes'] },
    converges: false,
  },
  {
    name: 'nonNegative',
    optimizer: () => nonNegative(),
    options: { make: nonNegative, names: ['mask'] },
    converges: false,
  },
  {
    name: 'partition',
    valley: false,
    optimizer: (learningRate) =>
      partition([/bias$/, scheduleFreeSgd({ learningRate })], [/./, chain(sgd({ learningRate }), lookahead())]),
    closeness: 0.1,
    errors: [
      refused(() => partition(), 'partition: `parts` must have at least one part; received none.'),
      refused(
        () => partition([/./, adam as unknown as Optimizer]),
        'partition: `parts.0` must be a pattern and an optimizer; received the function adam. Call it first: adam(), not adam.',
      ),
    ],
  },
  {
    name: 'scaleByLearningRate',
    valley: false,
    optimizer: (learningRate) => scaleByLearningRate(learningRate),
    options: {
      make: (options: { readonly learningRateMultiplier?: number }) => scaleByLearningRate(0.125, options),
      names: ['learningRateMultiplier'],
    },
    errors: [
      refused(
        () => scaleByLearningRate('0.1' as unknown as number),
        "scaleByLearningRate: `learningRate` must be a finite number of at least 0 or a schedule; received '0.1'.",
      ),
    ],
  },
  {
    name: 'clipByValue',
    optimizer: () => clipByValue(0.5),
    converges: false,
    errors: [refused(() => clipByValue(0), 'clipByValue: `limit` must be a finite number above 0; received 0.')],
  },
  {
    name: 'clipByGlobalNorm',
    optimizer: () => clipByGlobalNorm(0.5),
    converges: false,
    separate: false,
    errors: [
      refused(() => clipByGlobalNorm(-1), 'clipByGlobalNorm: `maximum` must be a finite number above 0; received -1.'),
    ],
  },
  {
    name: 'addDecayedWeights',
    optimizer: () => addDecayedWeights({ weightDecay: 0.1 }),
    options: { make: addDecayedWeights, names: decay },
    converges: false,
    errors: [
      refused(
        () => addDecayedWeights({ weightDecay: -0.1 }),
        'addDecayedWeights: `weightDecay` must be a finite number of at least 0; received -0.1.',
      ),
    ],
  },
  {
    name: 'scaleByAdam',
    optimizer: () => scaleByAdam(),
    options: { make: scaleByAdam, names: adamMoments },
    converges: false,
    errors: [
      refused(
        () => scaleByAdam({ beta1: 1 }),
        'scaleByAdam: `beta1` must be a finite number of at least 0 and below 1; received 1.',
      ),
    ],
  },
  {
    name: 'trace',
    optimizer: () => trace({ nesterov: true }),
    options: { make: trace, names: ['momentum', 'nesterov'] },
    converges: false,
    errors: [
      refused(
        () => trace({ momentum: -0.1 }),
        'trace: `momentum` must be a finite number of at least 0 and below 1; received -0.1.',
      ),
    ],
  },
  {
    name: 'chain of adam from its links',
    valley: false,
    optimizer: (learningRate) => chain(scaleByAdam(), scaleByLearningRate(learningRate)),
    ...adaptive,
  },
  {
    name: 'a rule with every operator',
    optimizer: everything,
  },
  {
    name: 'chain of one',
    valley: false,
    optimizer: (learningRate) => chain(sgd({ learningRate })),
    errors: [
      refused(
        () => chain(...([] as Optimizer[])),
        'chain: `optimizers` must have at least one optimizer; received none.',
      ),
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
    valley: false,
    optimizer: (learningRate) =>
      chain(clipByValue(20), chain(clipByGlobalNorm(10), sgd({ learningRate, momentum: 0.5 }))),
    separate: false,
  },
];
