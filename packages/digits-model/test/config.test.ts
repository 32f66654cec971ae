import { ArgumentError, spec } from '@neurite/core';
import { expect, it } from 'vitest';
import { checkConfig, DEFAULT_CONFIG } from '../src/config.js';
import { networkOf } from '../src/network.js';

it('takes what is left out from the default', () => {
  expect(checkConfig('best.json', {})).toEqual(DEFAULT_CONFIG);
  expect(checkConfig('best.json', { neurons: [64], dropout: 0 })).toEqual({
    ...DEFAULT_CONFIG,
    neurons: [64],
    dropout: 0,
  });
});

it.each<readonly [unknown, string]>([
  [
    [],
    'best.json: `config` must be an object with some of filters, batchNorm, neurons, dropout, learningRate, augmentation; received [].',
  ],
  [
    { filter: 3 },
    'best.json: `config` must have only filters, batchNorm, neurons, dropout, learningRate, augmentation; received filter.',
  ],
  [{ filters: [] }, 'best.json: `filters` must be a list of 1 to 4 integers; received [].'],
  [{ filters: [0] }, 'best.json: `filters[0]` must be an integer from 1 to 4096; received 0.'],
  [{ batchNorm: 1 }, 'best.json: `batchNorm` must be true or false; received 1.'],
  [{ neurons: 3 }, 'best.json: `neurons` must be a list of 0 to 3 integers; received 3.'],
  [{ dropout: 1 }, 'best.json: `dropout` must be a finite number of at least 0 and below 1; received 1.'],
])('refuses %j', (value, message) => {
  expect(() => checkConfig('best.json', value)).toThrow(message);
  expect(() => checkConfig('best.json', value)).toThrow(ArgumentError);
});

it('makes networks of one to four convolutions, with hidden layers', () => {
  const shapeOf = (config: Partial<typeof DEFAULT_CONFIG>) =>
    networkOf({ ...DEFAULT_CONFIG, ...config }).outputSpec(spec([28, 28, 1]));
  for (const filters of [[4], [4, 8], [4, 8, 16], [4, 8, 16, 16]]) {
    for (const batchNorm of [true, false]) {
      expect(shapeOf({ filters, batchNorm, neurons: [16, 12] })).toMatchObject({ shape: [11] });
    }
  }
});
