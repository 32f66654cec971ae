import { expectClose, expectError, fixture, testInitializer } from '@neurite/testing';
import { conv2d, matMul, reshape, type Tensor4D, tensor4d, transpose } from '@tensorflow/tfjs-core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  activationGain,
  constant,
  dirac,
  fansOf,
  type GainActivation,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  lecunNormal,
  lecunUniform,
  normal,
  ones,
  orthogonal,
  RandomStream,
  ShapeError,
  sparse,
  truncatedNormal,
  uniform,
  varianceScaling,
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
  normalOfMean: () => varianceScaling({ mode: 'fanAverage', distribution: 'normal' }),
  normalOfOutputs: () => varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'normal' }),
  uniformOfLayers: () => varianceScaling({ scale: 1 / 3, distribution: 'uniform' }),
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

/** Lists of numbers, as deep as the shape. */
type NestedNumbers = readonly (number | NestedNumbers)[];

type Fixture = {
  readonly cases: Case[];
  readonly exact: {
    readonly initializer: 'dirac' | 'identity';
    readonly options: object;
    readonly shape: number[];
    readonly values: NestedNumbers;
  }[];
  readonly gains: Readonly<Record<string, number>>;
};

const spread = { normal: Math.sqrt(2 / 300), he: Math.sqrt(2 / 200), lecun: Math.sqrt(1 / 200) };
/** The reach of a normal number cut off at two standard deviations, in deviations after the cut. */
const CUT = 2 / 0.8796256610342398;
/** E[z⁴] of each distribution with variance 1. */
const kurtosis = { uniform: 1.8, normal: 3, truncated: 2.3655367 };

testInitializer({ name: 'zeros', initializer: zeros(), shape: [7, 3], mean: 0, standardDeviation: 0 });
testInitializer({ name: 'ones', initializer: ones(), shape: [7, 3], mean: 1, standardDeviation: 0 });
testInitializer({ name: 'constant', initializer: constant(-2.5), shape: [5], mean: -2.5, standardDeviation: 0 });
testInitializer({
  name: 'uniform',
  initializer: uniform({ low: 1, high: 3 }),
  shape: [200, 100],
  mean: 2,
  standardDeviation: 1 / Math.sqrt(3),
  kurtosis: kurtosis.uniform,
  reach: 1,
});
testInitializer({
  name: 'normal',
  initializer: normal({ mean: 1, standardDeviation: 2 }),
  shape: [200, 100],
  mean: 1,
  standardDeviation: 2,
  kurtosis: kurtosis.normal,
});
testInitializer({
  name: 'truncatedNormal',
  initializer: truncatedNormal({ mean: 1, standardDeviation: 2 }),
  shape: [200, 100],
  mean: 1,
  standardDeviation: 2 / (CUT / 2),
  kurtosis: kurtosis.truncated,
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
    kurtosis: reach === CUT ? kurtosis.truncated : kurtosis.uniform,
    reach: deviation * reach,
  });
}

testInitializer({
  name: 'varianceScaling',
  initializer: varianceScaling({ scale: 3, mode: 'fanOut', distribution: 'normal' }),
  shape: [200, 100],
  mean: 0,
  standardDeviation: Math.sqrt(3 / 100),
  kurtosis: kurtosis.normal,
});
testInitializer({
  name: 'sparse',
  initializer: sparse({ sparsity: 0.75, standardDeviation: 2 }),
  shape: [200, 100],
  mean: 0,
  standardDeviation: 1, // of a quarter of the variance
});
for (const [name, initializer, shape] of [
  ['identity', identity({ gain: 2 }), [3, 3]],
  ['dirac', dirac(), [3, 2, 2]],
] as const) {
  const mean = name === 'identity' ? 2 / 3 : 2 / 12;
  const squares = name === 'identity' ? 4 / 3 : 2 / 12;
  testInitializer({
    name,
    initializer,
    shape,
    mean,
    standardDeviation: Math.sqrt(squares - mean ** 2),
    isDrawn: false,
  });
}

describe('parity with PyTorch', () => {
  const { cases, exact, gains } = fixture<Fixture>('core/initializers');
  it.each(exact)(
    '$initializer of $options has the values in $shape',
    async ({ initializer, options, shape, values }) => {
      const weight = { dirac, identity }[initializer](options)(shape, RandomStream.fromSeed(1));
      await expectClose(weight, values, {});
      weight.dispose();
    },
  );

  it.each(Object.entries(gains))('the gain of %s is %d', (activation, gain) => {
    expect(activationGain(activation as GainActivation)).toBeCloseTo(gain, 12);
  });

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

describe('gains', () => {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const softplus = (z: number): number => Math.log1p(Math.exp(z));
  const hard = (z: number): number => Math.min(Math.max(z / 6 + 0.5, 0), 1);
  it.each<[GainActivation, (z: number) => number]>([
    ['linear', (z) => z],
    ['relu', (z) => Math.max(z, 0)],
    ['leakyRelu', (z) => (z > 0 ? z : 0.01 * z)],
    ['elu', (z) => (z > 0 ? z : Math.expm1(z))],
    ['gelu', (z) => 0.5 * z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3)))],
    ['hardSigmoid', hard],
    ['hardSwish', (z) => z * hard(z)],
    ['hardTanh', (z) => Math.min(Math.max(z, -1), 1)],
    ['mish', (z) => z * Math.tanh(softplus(z))],
    ['relu6', (z) => Math.min(Math.max(z, 0), 6)],
    ['silu', (z) => z * sigmoid(z)],
    ['softplus', softplus],
    ['softsign', (z) => z / (1 + Math.abs(z))],
  ])('of %s keeps the second moment of a standard normal number', (activation, f) => {
    let moment = 0;
    for (let z = -12; z <= 12; z += 1e-3)
      moment += (1e-3 * f(z) ** 2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    expect(activationGain(activation) ** 2 * moment).toBeCloseTo(1, 3);
  });

  it('of leakyRelu depends on its slope', () => {
    expect(activationGain('leakyRelu', { negativeSlope: 1 })).toBe(1);
  });
});

describe('sparse', () => {
  it('has the part of zeros in each row, rounded up', async () => {
    const rows = (await sparse({ sparsity: 0.3 })([7, 8], RandomStream.fromSeed(2)).array()) as number[][];
    for (const row of rows) expect(row.filter((value) => value === 0)).toHaveLength(3);
    expect(new Set(rows.map((row) => row.map((value) => value === 0).join())).size).toBeGreaterThan(1);
  });
});

describe('dirac', () => {
  it('makes a convolution that changes nothing', async () => {
    const x = tensor4d(RandomStream.fromSeed(1).normals(2 * 4 * 5 * 3), [2, 4, 5, 3]);
    const kernel = dirac()([3, 3, 3, 3], RandomStream.fromSeed(1)) as Tensor4D; // of the shape asked for
    await expectClose(conv2d(x, kernel, 1, 'same'), await x.data(), {});
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
      () => truncatedNormal({ mean: Number.NaN }),
      ArgumentError,
      'truncatedNormal: `mean` must be a finite number; received NaN.',
    );
    await expectError(
      () => normal({ mean: 'zero' as unknown as number }),
      ArgumentError,
      "normal: `mean` must be a finite number; received 'zero'.",
    );
    await expectError(
      () => constant(Number.POSITIVE_INFINITY),
      ArgumentError,
      'constant: `value` must be a finite number; received Infinity.',
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
    const random = RandomStream.fromSeed(1);
    const wrong: readonly (readonly [() => unknown, typeof ArgumentError | typeof ShapeError, string])[] = [
      [
        () => varianceScaling({ scale: 0 }),
        ArgumentError,
        'varianceScaling: `scale` must be a finite number above 0; received 0.',
      ],
      [
        () => varianceScaling({ mode: 'fan_in' as 'fanIn' }),
        ArgumentError,
        "varianceScaling: `mode` must be 'fanIn', 'fanOut' or 'fanAverage'; received 'fan_in'.",
      ],
      [
        () => varianceScaling({ distribution: 'gauss' as 'normal' }),
        ArgumentError,
        "varianceScaling: `distribution` must be 'truncatedNormal', 'normal' or 'uniform'; received 'gauss'.",
      ],
      [() => identity({ gain: Number.NaN }), ArgumentError, 'identity: `gain` must be a finite number; received NaN.'],
      [
        () => identity()([3, 2, 2], random),
        ShapeError,
        'identity: `shape` must have two axes; received [3, 2, 2]. For a convolution take dirac.',
      ],
      [() => dirac({ groups: 0 }), ArgumentError, 'dirac: `groups` must be an integer of at least 1; received 0.'],
      [
        () => dirac({ groups: 2 })([3, 2, 3], random),
        ShapeError,
        'dirac: `shape` must be that of a kernel with one to three spatial axes, and outputs that 2 groups divide; received [3, 2, 3].',
      ],
      [
        () => sparse({ sparsity: 2 }),
        ArgumentError,
        'sparse: `sparsity` must be a finite number of at least 0 and of at most 1; received 2.',
      ],
      [() => sparse({ sparsity: 0.5 })([4], random), ShapeError, 'sparse: `shape` must have two axes; received [4].'],
      [
        () => activationGain('tan' as 'tanh'),
        ArgumentError,
        "activationGain: `activation` must be 'linear', 'sigmoid', 'tanh', 'relu', 'selu', 'elu', 'gelu', 'hardSigmoid', 'hardSwish', 'hardTanh', 'mish', 'relu6', 'silu', 'softplus', 'softsign' or 'leakyRelu'; received 'tan'.",
      ],
      [
        () => activationGain('leakyRelu', { negativeSlope: Number.NaN }),
        ArgumentError,
        'activationGain: `negativeSlope` must be a finite number; received NaN.',
      ],
      [
        () => activationGain('leakyRelu', { slope: 1 } as object),
        ArgumentError,
        'activationGain: `options` must be among `negativeSlope`; received `slope`.',
      ],
    ];
    for (const [run, type, message] of wrong) await expectError(run, type, message);
    await expectError(
      () => orthogonal()([4], RandomStream.fromSeed(1)),
      ShapeError,
      'orthogonal: `shape` must have at least two axes; received [4].',
    );
  });
});
