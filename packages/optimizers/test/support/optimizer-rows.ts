import type { Optimizer } from '@neurite/core';
import type { OptimizerConformance } from '@neurite/testing';
import {
  adadelta,
  adafactor,
  adagrad,
  adaMax,
  adam,
  adamW,
  ftrl,
  lamb,
  lars,
  lion,
  muon,
  nadam,
  prodigy,
  rAdam,
  rmsprop,
  rprop,
  type SgdOptions,
  scheduleFreeAdamW,
  scheduleFreeSgd,
  sgd,
} from '../../src/index.js';
import { adamMoments, adaptive, beta1Error, decay, directed, heavy, moments, rates, refused, wrong } from './row.js';

/** Every optimizer that trains alone, with what it promises. */
export const optimizerRows: readonly OptimizerConformance[] = [
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
];
