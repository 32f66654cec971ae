import { ArgumentError, type Optimizer, type Schedule } from '@neurite/core';
import { type OptimizerConformance, testOptimizer } from '@neurite/testing';
import { onesLike, zerosLike } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as exported from '../src/index.js';
import {
  adadelta,
  adafactor,
  adagrad,
  adaMax,
  adam,
  adamW,
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
  ftrl,
  lamb,
  lars,
  lion,
  lookahead,
  maxNorm,
  minMaxNorm,
  muon,
  nadam,
  nonNegative,
  partition,
  perParameter,
  prodigy,
  rAdam,
  rmsprop,
  rprop,
  type SgdOptions,
  scaleByAdam,
  scaleByLearningRate,
  scaleByTrustRatio,
  scheduleFreeAdamW,
  scheduleFreeSgd,
  sgd,
  sharpnessAware,
  stochasticWeightAverage,
  trace,
  unitNorm,
} from '../src/index.js';

const rates = ['learningRate', 'learningRateMultiplier'];
const moments = ['beta1', 'beta2', 'epsilon'];
const adamMoments = [...moments, 'amsgrad'];
const decay = ['weightDecay', 'weightDecayMask'];

/** Momentum of 0.9 makes steps ten times as long in the end. */
const heavy = { learningRate: 0.05, valleyRate: 0.0005 };
/** Adam's steps are as long as the learning rate, whatever the gradient. */
const adaptive = { learningRate: 0.1, valleyRate: 0.01 };
const wrong = (value: number): number | Schedule => value;

function refused(run: () => unknown, message: string): NonNullable<OptimizerConformance['errors']>[number] {
  return { run, type: ArgumentError, message };
}

type WithRate = { readonly learningRate: number | Schedule };

/** What rows of optimizers with a learning rate, and a decay of the weights, have in common. */
function directed(
  make: (options: WithRate) => Optimizer,
  own: readonly string[],
  rest: Partial<OptimizerConformance> = {},
): OptimizerConformance {
  return {
    name: make.name,
    optimizer: (learningRate) => make({ learningRate }),
    options: { make, names: [...rates, ...own, ...decay] },
    ...rest,
  };
}

const beta1Error = (name: string): string =>
  `${name}: \`beta1\` must be a finite number of at least 0 and below 1; received 1.`;

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

const table: readonly OptimizerConformance[] = [
  {
    name: 'sgd',
    optimizer: (learningRate) => sgd({ learningRate }),
    options: { make: sgd, names: [...rates, 'momentum', 'nesterov', ...decay] },
    errors: [
      refused(
        () => sgd({ learningRate: wrong(-1) }),
        'sgd: `learningRate` must be a finite number of at least 0 or a schedule; received -1.',
      ),
      refused(
        () => sgd({ momentum: 1 }),
        'sgd: `momentum` must be a finite number of at least 0 and below 1; received 1.',
      ),
      refused(
        () => sgd({ nesterov: true }),
        'sgd: `nesterov` must be false where momentum is 0; received true. Without momentum there is nothing to look ahead along.',
      ),
      refused(
        () => sgd({ learningRateMultiplier: -1 }),
        'sgd: `learningRateMultiplier` must be a finite number of at least 0; received -1.',
      ),
      refused(
        () => sgd({ weightDecay: Number.NaN }),
        'sgd: `weightDecay` must be a finite number of at least 0; received NaN.',
      ),
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
    valley: false,
    optimizer: (learningRate) => sgd({ learningRate, weightDecay: 1e-3 }),
  },
  {
    name: 'adam',
    optimizer: (learningRate) => adam({ learningRate }),
    options: { make: adam, names: [...rates, ...adamMoments] },
    ...adaptive,
    errors: [
      refused(
        () => adam({ learningRate: wrong(Number.POSITIVE_INFINITY) }),
        'adam: `learningRate` must be a finite number of at least 0 or a schedule; received Infinity.',
      ),
      refused(() => adam({ beta1: 1 }), 'adam: `beta1` must be a finite number of at least 0 and below 1; received 1.'),
      refused(
        () => adam({ beta2: -0.1 }),
        'adam: `beta2` must be a finite number of at least 0 and below 1; received -0.1.',
      ),
      refused(() => adam({ epsilon: 0 }), 'adam: `epsilon` must be a finite number above 0; received 0.'),
    ],
  },
  {
    name: 'adamW',
    optimizer: (learningRate) => adamW({ learningRate, weightDecay: 1e-3 }),
    options: { make: adamW, names: [...rates, ...adamMoments, ...decay] },
    ...adaptive,
    errors: [
      refused(
        () => adamW({ weightDecay: -1 }),
        'adamW: `weightDecay` must be a finite number of at least 0; received -1.',
      ),
    ],
  },
  {
    name: 'adamW that spares some',
    valley: false,
    optimizer: (learningRate) => adamW({ learningRate, weightDecayMask: () => false }),
    ...adaptive,
  },
  { name: 'adam with amsgrad', optimizer: (learningRate) => adam({ learningRate, amsgrad: true }), ...adaptive },
  directed(nadam, [...moments, 'momentumDecay'], {
    ...adaptive,
    errors: [
      refused(() => nadam({ beta1: 1 }), beta1Error('nadam')),
      refused(
        () => nadam({ momentumDecay: -1 }),
        'nadam: `momentumDecay` must be a finite number of at least 0; received -1.',
      ),
    ],
  }),
  directed(rAdam, moments, {
    ...adaptive,
    optimizer: (learningRate) => rAdam({ learningRate, beta2: 0.99 }),
    errors: [refused(() => rAdam({ beta1: 1 }), beta1Error('rAdam'))],
  }),
  directed(adaMax, moments, { ...adaptive, errors: [refused(() => adaMax({ beta1: 1 }), beta1Error('adaMax'))] }),
  directed(adagrad, ['initialAccumulator', 'epsilon'], {
    learningRate: 1,
    valleyRate: 0.1,
    errors: [
      refused(
        () => adagrad({ initialAccumulator: -1 }),
        'adagrad: `initialAccumulator` must be a finite number of at least 0; received -1.',
      ),
      refused(() => adagrad({ epsilon: 0 }), 'adagrad: `epsilon` must be a finite number above 0; received 0.'),
    ],
  }),
  directed(adadelta, ['decay', 'epsilon'], {
    learningRate: 20,
    falls: true,
    valleyRate: 2,
    closeness: 0.05,
    errors: [
      refused(
        () => adadelta({ decay: 1 }),
        'adadelta: `decay` must be a finite number of at least 0 and below 1; received 1.',
      ),
      refused(() => adadelta({ epsilon: 0 }), 'adadelta: `epsilon` must be a finite number above 0; received 0.'),
    ],
  }),
  directed(rmsprop, ['decay', 'epsilon', 'centered', 'momentum'], {
    learningRate: 0.05,
    valleyRate: 0.005,
    falls: true,
    errors: [
      refused(
        () => rmsprop({ decay: 1 }),
        'rmsprop: `decay` must be a finite number of at least 0 and below 1; received 1.',
      ),
      refused(
        () => rmsprop({ momentum: 1 }),
        'rmsprop: `momentum` must be a finite number of at least 0 and below 1; received 1.',
      ),
      refused(() => rmsprop({ epsilon: 0 }), 'rmsprop: `epsilon` must be a finite number above 0; received 0.'),
    ],
  }),
  {
    name: 'rmsprop, centered, with momentum',
    optimizer: (learningRate) => rmsprop({ learningRate, centered: true, momentum: 0.5 }),
    learningRate: 0.02,
    valleyRate: 0.002,
    falls: true,
  },
  {
    name: 'ftrl',
    optimizer: (learningRate) => ftrl({ learningRate }),
    options: { make: ftrl, names: ['learningRate', 'l1', 'l2', 'beta', 'initialAccumulator'] },
    learningRate: 1,
    valleyRate: 0.1,
    restsAtZero: false,
    errors: [
      refused(() => ftrl({ l1: -1 }), 'ftrl: `l1` must be a finite number of at least 0; received -1.'),
      refused(
        () => ftrl({ initialAccumulator: 0 }),
        'ftrl: `initialAccumulator` must be a finite number above 0; received 0.',
      ),
      refused(
        () => ftrl({ learningRate: 0 }),
        'ftrl: `learningRate` must be a finite number above 0 or a schedule; received 0.',
      ),
    ],
  },
  directed(lion, ['beta1', 'beta2'], {
    optimizer: (learningRate) => lion({ learningRate, beta2: 0.9 }),
    learningRate: 0.05,
    valleyRate: 0.005,
    falls: true,
    errors: [refused(() => lion({ beta1: 1 }), beta1Error('lion'))],
  }),
  directed(rprop, ['shrink', 'grow', 'smallest', 'largest'], {
    learningRate: 0.01,
    valleyRate: 0.01,
    errors: [
      refused(() => rprop({ shrink: 1 }), 'rprop: `shrink` must be a finite number above 0 and below 1; received 1.'),
      refused(() => rprop({ grow: 1 }), 'rprop: `grow` must be a finite number above 1; received 1.'),
      refused(() => rprop({ smallest: 0 }), 'rprop: `smallest` must be a finite number above 0; received 0.'),
      refused(
        () => rprop({ smallest: 2, largest: 1 }),
        'rprop: `largest` must be a finite number of at least 2; received 1.',
      ),
    ],
  }),
  directed(lamb, moments, {
    learningRate: 0.1,
    valleyRate: 0.01,
    closeness: 0.02,
    relative: true,
    falls: true,
    errors: [refused(() => lamb({ beta1: 1 }), beta1Error('lamb'))],
  }),
  directed(lars, ['coefficient', 'epsilon', 'trustMask', 'momentum', 'nesterov'], {
    learningRate: 10,
    valleyRate: 1,
    relative: true,
    falls: true,
    errors: [
      refused(() => lars({ coefficient: 0 }), 'lars: `coefficient` must be a finite number above 0; received 0.'),
      refused(() => lars({ epsilon: -1 }), 'lars: `epsilon` must be a finite number of at least 0; received -1.'),
      refused(
        () => lars({ momentum: 1 }),
        'lars: `momentum` must be a finite number of at least 0 and below 1; received 1.',
      ),
    ],
  }),
  directed(adafactor, ['beta2Decay', 'clipping', 'epsilon', 'smallest'], {
    learningRate: 0.1,
    valleyRate: 0.02,
    relative: true,
    falls: true,
    errors: [
      refused(
        () => adafactor({ beta2Decay: 0 }),
        'adafactor: `beta2Decay` must be a finite number below 0; received 0.',
      ),
      refused(() => adafactor({ clipping: 0 }), 'adafactor: `clipping` must be a finite number above 0; received 0.'),
    ],
  }),
  directed(muon, ['momentum', 'nesterov', 'steps', 'scale', 'matrices', 'others'], {
    optimizer: (learningRate) => muon({ learningRate, weightDecay: 0 }),
    learningRate: 0.1,
    valleyRate: 0.01,
    closeness: 0.1,
    falls: true,
    errors: [
      refused(() => muon({ steps: 0 }), 'muon: `steps` must be an integer of at least 1; received 0.'),
      refused(
        () => muon({ scale: 'other' as 'adamW' }),
        "muon: `scale` must be 'adamW' or 'original'; received 'other'.",
      ),
      refused(
        () => muon({ others: adam as unknown as Optimizer }),
        'muon: `others` must be an optimizer; received the function adam. Call it first: adam(), not adam.',
      ),
      refused(
        () => muon({ momentum: 1 }),
        'muon: `momentum` must be a finite number of at least 0 and below 1; received 1.',
      ),
    ],
  }),
  directed(scheduleFreeSgd, ['beta'], {
    learningRate: 0.5,
    valleyRate: 0.003,
    closeness: 0.03,
    errors: [
      refused(
        () => scheduleFreeSgd({ beta: 0 }),
        'scheduleFreeSgd: `beta` must be a finite number above 0 and below 1; received 0.',
      ),
    ],
  }),
  directed(scheduleFreeAdamW, ['beta', 'beta2', 'epsilon'], {
    learningRate: 0.3,
    valleyRate: 0.05,
    closeness: 0.1,
    errors: [
      refused(
        () => scheduleFreeAdamW({ beta: 1 }),
        'scheduleFreeAdamW: `beta` must be a finite number above 0 and below 1; received 1.',
      ),
      refused(
        () => scheduleFreeAdamW({ epsilon: 0 }),
        'scheduleFreeAdamW: `epsilon` must be a finite number above 0; received 0.',
      ),
    ],
  }),
  {
    name: 'prodigy',
    optimizer: (learningRate) => prodigy({ learningRate }),
    options: {
      make: prodigy,
      names: ['learningRate', 'initialDistance', 'coefficient', 'safeguardWarmup', ...moments, ...decay],
    },
    learningRate: 1,
    valleyRate: 1,
    falls: true,
    separate: false,
    errors: [
      refused(
        () => prodigy({ initialDistance: 0 }),
        'prodigy: `initialDistance` must be a finite number above 0; received 0.',
      ),
      refused(() => prodigy({ coefficient: 0 }), 'prodigy: `coefficient` must be a finite number above 0; received 0.'),
      refused(() => prodigy({ beta1: 1 }), beta1Error('prodigy')),
    ],
  },
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
    valley: false,
    optimizer: (learningRate) => chain(sgd({ learningRate }), frozen('nothing')),
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

describe('every optimizer', () => {
  for (const conformance of table) testOptimizer(conformance);

  it('has a row', () => {
    const rows = table.map(({ name }) => name).join(' ');
    // `minimize` is no optimizer of `fit`.
    const others =
      /Decay$|^(minimize|perParameter|constant|cosineRestarts|inverseSquareRoot|on|one|piecewise|triangular|warmup)/;
    const makers = Object.keys(exported).filter((name) => !others.test(name));
    expect(makers.filter((name) => !rows.includes(name))).toEqual([]);
  });
});
