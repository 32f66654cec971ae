import { ArgumentError, type Optimizer, type Schedule } from '@neurite/core';
import { expectError, onEachBackend } from '@neurite/testing';
import { tensor1d } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import {
  adadelta,
  adagrad,
  adaMax,
  adam,
  adamW,
  exponentialMovingAverage,
  frozen,
  lars,
  lion,
  maxNorm,
  minMaxNorm,
  muon,
  nadam,
  nonNegative,
  onPlateau,
  partition,
  prodigy,
  rAdam,
  rmsprop,
  rprop,
  scaleByAdam,
  sgd,
  sharpnessAware,
  trace,
  unitNorm,
  warmup,
} from '../src/index.js';
import { inputAt } from './support/input-at.js';

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

it.each([
  [[0, 0.5], '[0, 0.5]'],
  [[], '[]'],
  [[0, 0], '[0, 0]'],
  ['all', "'all'"],
  [null, 'null'],
  [0, '0'],
])('axes of a norm are integers, and not %j', async (axes, received) => {
  await expectError(
    () => unitNorm({ axes: axes as never }),
    ArgumentError,
    `unitNorm: \`axes\` must be a list of integers, each once; received ${received}.`,
  );
});

onEachBackend(() => {
  it('axes of a norm are those of each parameter', async () => {
    const optimizer = maxNorm(1, { axes: [0, 1] });
    const [parameters, gradients] = [{ 'layers.0.bias': tensor1d([1, 2]) }, { 'layers.0.bias': tensor1d([1, 1]) }];
    await expectError(
      () => optimizer.update(gradients, inputAt(0, { parameters })),
      ArgumentError,
      'maxNorm: `axes` must be among those of `layers.0.bias`, [2]; received [0, 1]. Leave such parameters out with mask.',
    );
  });
});

it('muon names itself, sgd takes true or false without momentum too, and a warm-up begins with a number', async () => {
  await expectError(
    () => muon({ learningRate: -1 }),
    ArgumentError,
    'muon: `learningRate` must be a finite number of at least 0 or a schedule; received -1.',
  );
  await expectError(
    () => muon({ weightDecay: Number.NaN }),
    ArgumentError,
    'muon: `weightDecay` must be a finite number of at least 0; received NaN.',
  );
  await expectError(
    () => sgd({ nesterov: null as never }),
    ArgumentError,
    'sgd: `nesterov` must be true or false; received null.',
  );
  await expectError(
    () => warmup(0.1, { steps: 3, from: null as never }),
    ArgumentError,
    'warmup: `from` must be a finite number of at least 0 and of at most 1; received null.',
  );
});

it.each<[string, unknown, string]>([
  ['null', null, 'null'],
  ['a list', ['layers.0'], "['layers.0']"],
  ['a number', 0, '0'],
])('a pattern is a path or a regular expression, not %s', async (_, pattern, received) => {
  const what = `must be a path, such as layers.0, or a regular expression; received ${received}.`;
  await expectError(() => frozen(pattern as string), ArgumentError, `frozen: \`pattern\` ${what}`);
  await expectError(
    () => partition(['a', sgd()], [pattern as string, sgd()]),
    ArgumentError,
    `partition: \`parts.1.0\` ${what}`,
  );
});

it('a signal has a name', async () => {
  await expectError(
    () => onPlateau(0.1, { signal: 1 as never }),
    ArgumentError,
    'onPlateau: `signal` must be the name of a signal; received 1.',
  );
});
