import { expectClose, expectError, fixture, testInitializer } from '@neurite/testing';
import { matMul, reshape, transpose } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  constant,
  fansOf,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  lecunNormal,
  lecunUniform,
  normal,
  ones,
  orthogonal,
  RandomStream,
  ShapeError,
  truncatedNormal,
  uniform,
  zeros,
} from '../../src/index.js';

const fromFans: Record<string, () => Initializer> = {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
  truncatedNormal: () => truncatedNormal({ standardDeviation: 0.3 }),
};

type Case = {
  readonly layer: string;
  readonly initializer: string;
  readonly shape: number[];
  readonly fanIn: number;
  readonly fanOut: number;
  readonly standardDeviation: number;
  readonly reach?: number;
};

const spread = { normal: Math.sqrt(2 / 300), he: Math.sqrt(2 / 200), lecun: Math.sqrt(1 / 200) };
/** The reach of a normal number cut off at two standard deviations, in deviations after the cut. */
const CUT = 2 / 0.8796256610342398;

testInitializer({ name: 'zeros', initializer: zeros(), shape: [7, 3], mean: 0, standardDeviation: 0 });
testInitializer({ name: 'ones', initializer: ones(), shape: [7, 3], mean: 1, standardDeviation: 0 });
testInitializer({ name: 'constant', initializer: constant(-2.5), shape: [5], mean: -2.5, standardDeviation: 0 });
testInitializer({
  name: 'uniform',
  initializer: uniform({ low: 1, high: 3 }),
  shape: [200, 100],
  mean: 2,
  standardDeviation: 1 / Math.sqrt(3),
  reach: 1,
});
testInitializer({
  name: 'normal',
  initializer: normal({ mean: 1, standardDeviation: 2 }),
  shape: [200, 100],
  mean: 1,
  standardDeviation: 2,
});
testInitializer({
  name: 'truncatedNormal',
  initializer: truncatedNormal({ mean: 1, standardDeviation: 2 }),
  shape: [200, 100],
  mean: 1,
  standardDeviation: 2 / (CUT / 2),
  reach: 4,
});
testInitializer({ name: 'orthogonal', initializer: orthogonal(), shape: [100, 100], mean: 0, standardDeviation: 0.1 });
for (const [name, deviation, reach] of [
  ['glorotUniform', spread.normal, Math.sqrt(3)],
  ['glorotNormal', spread.normal, CUT],
  ['heUniform', spread.he, Math.sqrt(3)],
  ['heNormal', spread.he, CUT],
  ['lecunUniform', spread.lecun, Math.sqrt(3)],
  ['lecunNormal', spread.lecun, CUT],
] as const) {
  testInitializer({
    name,
    initializer: fromFans[name]!(),
    shape: [200, 100],
    mean: 0,
    standardDeviation: deviation,
    reach: deviation * reach,
  });
}

describe('parity with PyTorch', () => {
  const { cases } = fixture<{ cases: Case[] }>('core/initializers');
  it.each(cases)('$initializer of $layer spreads and reaches alike', async (expected) => {
    expect(fansOf(expected.shape)).toEqual({ fanIn: expected.fanIn, fanOut: expected.fanOut });
    const random = RandomStream.fromSeed(3);
    let [count, squares, reach] = [0, 0, 0];
    while (count < 100_000) {
      const weight = fromFans[expected.initializer]!()(expected.shape, random);
      for (const value of await weight.data()) {
        squares += value * value;
        reach = Math.max(reach, Math.abs(value));
        count++;
      }
      weight.dispose();
    }
    expect(Math.abs(Math.sqrt(squares / count) / expected.standardDeviation - 1)).toBeLessThan(0.015);
    if (expected.reach !== undefined) {
      expect(reach).toBeLessThanOrEqual(expected.reach * (1 + 1e-4));
      expect(reach).toBeGreaterThan(expected.reach * 0.999);
    }
  });
});

describe('fans', () => {
  it('count the kernel for both sides', () => {
    expect(fansOf([])).toEqual({ fanIn: 1, fanOut: 1 });
    expect(fansOf([7])).toEqual({ fanIn: 7, fanOut: 7 });
    expect(fansOf([3, 4])).toEqual({ fanIn: 3, fanOut: 4 });
    expect(fansOf([3, 3, 16, 32])).toEqual({ fanIn: 144, fanOut: 288 });
  });

  it('can be given', async () => {
    const drawn = heUniform()([1000], RandomStream.fromSeed(1), { fanIn: 6, fanOut: 1 });
    const values = await drawn.data();
    expect(Math.max(...values)).toBeGreaterThan(0.98);
    expect(Math.max(...values)).toBeLessThan(1);
  });
});

describe('orthogonal', () => {
  it('has orthonormal rows or columns, whichever are fewer, times the gain', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(),
        async (rows, columns, seed) => {
          const weight = orthogonal({ gain: 3 })([rows, columns], RandomStream.fromSeed(seed));
          const product = rows < columns ? matMul(weight, transpose(weight)) : matMul(transpose(weight), weight);
          const size = Math.min(rows, columns);
          const identity = Array.from({ length: size }, (_, i) =>
            Array.from({ length: size }, (_, j) => (i === j ? 9 : 0)),
          );
          await expectClose(product, identity, { absolute: 1e-5 });
          product.dispose();
          weight.dispose();
        },
      ),
      { numRuns: 30 },
    ));

  it('joins all axes but the last', async () => {
    const weight = orthogonal()([3, 2, 4], RandomStream.fromSeed(1));
    const flat = reshape(weight, [6, 4]);
    await expectClose(
      matMul(flat, flat, true),
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
      ],
      { absolute: 1e-6 },
    );
  });
});

describe('wrong arguments', () => {
  it('are named', async () => {
    await expectError(
      () => normal({ standardDeviation: -1 }),
      ArgumentError,
      'normal: `standardDeviation` must be a finite number of at least 0; received -1.',
    );
    await expectError(
      () => truncatedNormal({ standardDeviation: Number.NaN }),
      ArgumentError,
      'truncatedNormal: `standardDeviation` must be a finite number of at least 0; received NaN.',
    );
    await expectError(
      () => uniform({ low: 1, high: 0 }),
      ArgumentError,
      'uniform: `high` must be a finite number of at least 1; received 0.',
    );
    await expectError(
      () => orthogonal({ gain: Number.POSITIVE_INFINITY }),
      ArgumentError,
      'orthogonal: `gain` must be a finite number; received Infinity.',
    );
    await expectError(
      () => orthogonal()([4], RandomStream.fromSeed(1)),
      ShapeError,
      'orthogonal: `shape` must have at least two axes; received [4].',
    );
  });
});
