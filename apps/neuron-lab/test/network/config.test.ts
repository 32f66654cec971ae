import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEATURE_NAMES } from '../../src/network/features.js';
import {
  ACTIVATIONS,
  canRetune,
  decodeConfig,
  encodeConfig,
  FIRST_CONFIG,
  type NetworkConfig,
} from '../../src/network/network-config.js';
import { classesOf, DATA_NAMES, makeSamples, REACH } from '../../src/network/samples.js';

const point = fc.record({
  x1: fc.integer({ min: -60, max: 60 }).map((tenths) => tenths / 10),
  x2: fc.integer({ min: -60, max: 60 }).map((tenths) => tenths / 10),
  label: fc.integer({ min: 0, max: 3 }),
});

test('an address brings every configuration back', () => {
  const configs = fc.record({
    data: fc.constantFrom(...DATA_NAMES),
    points: fc.array(point, { maxLength: 20 }),
    hidden: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 8 }),
    features: fc.subarray([...FEATURE_NAMES], { minLength: 1 }),
    activation: fc.constantFrom(...ACTIVATIONS),
    seed: fc.integer({ min: 0, max: 999_999 }),
    rate: fc.constantFrom(0.003, 1, 10),
  });
  fc.assert(
    fc.property(configs, (part) => {
      const config: NetworkConfig = { ...FIRST_CONFIG, ...part, points: part.data === 'drawn' ? part.points : [] };
      expect(decodeConfig(encodeConfig(config))).toEqual({ state: config, problems: [] });
    }),
  );
});

test('what an address cannot mean is named', () => {
  const query = 'hidden=1,2,3,4,5,6,7,8,8&features=x3&points=1,2&data=moon&noise=51&rate=0';
  const { state, problems } = decodeConfig(query);
  expect(state).toEqual(FIRST_CONFIG);
  expect(problems.map((text) => text.split('=')[0]).sort()).toEqual([
    'data',
    'features',
    'hidden',
    'noise',
    'points',
    'rate',
  ]);
});

test('every data set: its classes, its shares, in the plane, the same for one seed', () => {
  for (const data of DATA_NAMES) {
    if (data === 'drawn') continue;
    const config = { ...FIRST_CONFIG, data, ratio: 70, noise: 10 };
    const { train, test: rest } = makeSamples(config);
    expect([train.length, rest.length], data).toEqual([280, 120]);
    expect(makeSamples(config)).toEqual({ train, test: rest });
    const classes = classesOf(config);
    const labels = new Set(train.map(({ label }) => label));
    if (classes > 0) expect([...labels].sort(), data).toEqual(Array.from({ length: classes }, (_, i) => i));
    else expect(Math.max(...train.map(({ label }) => Math.abs(label))), data).toBeLessThanOrEqual(1.5);
    const outside = train.filter(({ x1, x2 }) => Math.abs(x1) > REACH || Math.abs(x2) > REACH);
    expect(outside.length / train.length, data).toBeLessThan(0.05);
  }
});

test('drawn points are divided, and tell how many classes there are', () => {
  const points = [0, 1, 2, 0].map((label, i) => ({ x1: i, x2: -i, label }));
  const config = { ...FIRST_CONFIG, data: 'drawn' as const, points };
  expect(classesOf(config)).toBe(3);
  expect(classesOf({ ...config, points: [] })).toBe(2);
  const { train, test: rest } = makeSamples(config);
  expect([...train, ...rest].sort((a, b) => a.x1 - b.x1)).toEqual(points);
});

test('the rate can change while a run goes on, the layers cannot', () => {
  expect(canRetune(FIRST_CONFIG, { ...FIRST_CONFIG, rate: 1, batch: 3, jitter: 0.1, schedule: 'cosineDecay' })).toBe(
    true,
  );
  expect(canRetune(FIRST_CONFIG, { ...FIRST_CONFIG, hidden: [4, 3] })).toBe(false);
  expect(canRetune(FIRST_CONFIG, { ...FIRST_CONFIG, optimizer: 'sgd' })).toBe(false);
});
