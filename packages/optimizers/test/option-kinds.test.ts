import { ArgumentError, type Optimizer, type Schedule } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { it } from 'vitest';
import {
  adadelta,
  adagrad,
  adaMax,
  adam,
  adamW,
  exponentialMovingAverage,
  lars,
  lion,
  maxNorm,
  minMaxNorm,
  muon,
  nadam,
  nonNegative,
  onPlateau,
  prodigy,
  rAdam,
  rmsprop,
  rprop,
  scaleByAdam,
  sgd,
  sharpnessAware,
  trace,
  unitNorm,
} from '../src/index.js';

/** As JavaScript may give them: the text 'false' is true, and a list of names is no function. */
type Loose = (options: Readonly<Record<string, unknown>>) => Optimizer | Schedule;
const loose = (make: (options: never) => Optimizer): Loose => make as Loose;

const ROWS: readonly (readonly [name: string, make: Loose, option: string, expected: string])[] = [
  ['adam', loose(adam), 'amsgrad', 'be true or false'],
  ['scaleByAdam', loose(scaleByAdam), 'amsgrad', 'be true or false'],
  ['adamW', loose(adamW), 'weightDecayMask', 'be a function'],
  ['rmsprop', loose(rmsprop), 'centered', 'be true or false'],
  ['sgd', (options) => loose(sgd)({ momentum: 0.9, ...options }), 'nesterov', 'be true or false'],
  ['trace', loose(trace), 'nesterov', 'be true or false'],
  ['lars', loose(lars), 'trustMask', 'be a function'],
  ['muon', loose(muon), 'nesterov', 'be true or false'],
  ['muon', loose(muon), 'matrices', 'be a function'],
  ['prodigy', loose(prodigy), 'safeguardWarmup', 'be true or false'],
  ['exponentialMovingAverage', loose(exponentialMovingAverage), 'warmup', 'be true or false'],
  ['sharpnessAware', loose(sharpnessAware), 'adaptive', 'be true or false'],
  ['maxNorm', (options) => maxNorm(1, options), 'mask', 'be a function'],
  ['minMaxNorm', (options) => loose(minMaxNorm)({ minimum: 1, maximum: 2, ...options }), 'mask', 'be a function'],
  ['unitNorm', loose(unitNorm), 'mask', 'be a function'],
  ['nonNegative', loose(nonNegative), 'mask', 'be a function'],
];

it.each(ROWS)('%s takes no text for an option of another kind', async (name, make, option, expected) => {
  await expectError(
    () => make({ [option]: 'false' }),
    ArgumentError,
    `${name}: \`${option}\` must ${expected}; received 'false'.`,
  );
});

it.each([
  ['adaMax', loose(adaMax)],
  ['adadelta', loose(adadelta)],
  ['adagrad', loose(adagrad)],
  ['adam', loose(adam)],
  ['lion', loose(lion)],
  ['nadam', loose(nadam)],
  ['rAdam', loose(rAdam)],
  ['rprop', loose(rprop)],
])('%s takes null for no number', async (name, make) => {
  await expectError(
    () => make({ learningRate: null }),
    ArgumentError,
    `${name}: \`learningRate\` must be a finite number of at least 0 or a schedule; received null.`,
  );
});

it('axes of a norm are integers, and a signal has a name', async () => {
  await expectError(
    () => maxNorm(1, { axes: [0, 0.5] }),
    ArgumentError,
    'maxNorm: `axes[1]` must be an integer; received 0.5.',
  );
  await expectError(
    () => onPlateau(0.1, { signal: 1 as never }),
    ArgumentError,
    'onPlateau: `signal` must be the name of a signal; received 1.',
  );
});
