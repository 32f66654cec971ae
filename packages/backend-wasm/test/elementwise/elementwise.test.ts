import {
  abs,
  add,
  addN,
  cast,
  clipByValue,
  div,
  elu,
  equal,
  erf,
  exp,
  greater,
  greaterEqual,
  leakyRelu,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  reciprocal,
  relu,
  relu6,
  rsqrt,
  sigmoid,
  softplus,
  sqrt,
  square,
  squaredDifference,
  step,
  sub,
  type Tensor,
  tanh,
  where,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectClose, expectSameAsCpu, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const unary: Record<string, (x: Tensor) => Tensor> = {
  abs,
  clip: (x) => clipByValue(x, -0.5, 1),
  elu,
  erf,
  exp,
  log1p,
  leakyRelu: (x) => leakyRelu(x, 0.3),
  log: (x) => log(x),
  neg,
  reciprocal,
  relu,
  relu6,
  rsqrt,
  sigmoid,
  softplus,
  sqrt,
  square,
  step: (x) => step(x, 0.25),
  tanh,
};

describe('functions of one tensor', () => {
  it.each(Object.entries(unary))('%s', async (_, operation) => {
    for (const shape of [[0], [1], [2], [3], [4], [5], [7, 9], [2, 3, 4, 5], []]) {
      await expectSameAsCpu(operation, [randomPlain(shape, 1)]);
    }
  });

  it.each(Object.entries(unary))('%s of NaN and infinities', async (_, operation) => {
    await expectSameAsCpu(operation, [strangePlain([41], 2)]);
  });

  it.each(['exp', 'sigmoid', 'tanh', 'softplus', 'log', 'log1p', 'elu'].map((name) => [name, unary[name]!] as const))(
    '%s far from and close to zero',
    async (_, operation) => {
      const values = [
        -200, -104, -100, -89, -88, -87, -50, -20, -9, -1e-3, -1e-6, -1e-20, 1e-30, 1e-8, 1e-4, 0.624, 0.626,
      ]
        .concat([5, 9, 20, 50, 87, 88, 88.5, 88.7, 88.72, 88.73, 89, 100, 1000, 3e38])
        .map(Math.fround);
      await expectSameAsCpu(operation, [{ values, shape: [values.length], dtype: 'float32' }], 4e-7);
    },
  );

  it('knows the error function', async () => {
    // By Python's math.erf.
    const values = [0, 1e-4, 0.3, 0.92, 0.94, 1.5, 2.5, 3.9, 4.1, 50];
    const exact = [
      0, 1.128379163e-4, 0.328626759, 0.806767722, 0.816271018, 0.966105146, 0.999593048, 0.999999965, 1, 1,
    ];
    for (const sign of [1, -1]) {
      const x = { values: values.map((value) => Math.fround(sign * value)), shape: [10], dtype: 'float32' as const };
      const [y] = await runOn('wasm', (t) => erf(t!), [x]);
      expectClose(
        y!.values,
        exact.map((value) => sign * value),
        2e-7,
      );
    }
  });

  it('gives integers to the cpu backend', async () => {
    const x = { values: [-3, 0, 5], shape: [3], dtype: 'int32' as const };
    for (const operation of [abs, relu, neg, square]) await expectSameAsCpu(operation, [x]);
  });
});

const binary: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
  add,
  div,
  maximum,
  minimum,
  mul,
  squaredDifference,
  sub,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  notEqual,
};

const pairs: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[1], []],
  [[0], [1]],
  [[0, 3], [3]],
  [[5], [5]],
  [[7], []],
  [[], [6]],
  [[3, 5], [5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [1, 5],
    [3, 1],
  ],
  [[2, 3, 4, 5], [5]],
  [
    [2, 3, 4, 5],
    [4, 1],
  ],
  [
    [2, 3, 4, 5],
    [2, 1, 1, 5],
  ],
  [
    [3, 1, 4, 1],
    [3, 2, 1, 5],
  ],
  [
    [2, 1, 3, 1, 2],
    [1, 4, 1, 5, 1],
  ],
  [
    [1, 2, 1, 3, 1, 2],
    [2, 1, 2, 1, 2, 1],
  ],
  [[33, 17], [17]],
  [[64, 3, 3, 16], [16]],
];

describe('functions of two tensors', () => {
  it.each(Object.entries(binary))('%s, with broadcasting', async (_, operation) => {
    for (const [a, b] of pairs) {
      await expectSameAsCpu(operation, [randomPlain(a, 3), randomPlain(b, 4)]);
      await expectSameAsCpu(operation, [randomPlain(b, 5), randomPlain(a, 6)]);
    }
  });

  it.each(Object.entries(binary))('%s of NaN and infinities', async (_, operation) => {
    await expectSameAsCpu(operation, [strangePlain([61], 7), strangePlain([61], 8)]);
    await expectSameAsCpu(operation, [strangePlain([61], 7), strangePlain([], 9)]);
  });

  it.each(Object.entries(binary))('%s of integers and of mixed dtypes', async (_, operation) => {
    const integers = { values: [-3, 0, 5, 1 << 30], shape: [4], dtype: 'int32' as const };
    await expectSameAsCpu(operation, [integers, { ...integers, values: [2, 3, 5, 1 << 30] }]);
    await expectSameAsCpu(operation, [integers, randomPlain([2, 4], 1)]);
  });
});

describe('sums of many', () => {
  it('adds them up', async () => {
    const inputs = [1, 2, 3, 4].map((seed) => randomPlain([3, 7], seed));
    for (const count of [1, 2, 3, 4]) await expectSameAsCpu((...tensors) => addN(tensors), inputs.slice(0, count));
  });
});

describe('logic', () => {
  it('of booleans', async () => {
    for (const shape of [[0], [1], [5], [3, 7]]) {
      const a = { ...strangePlain(shape, 1, [0, 1]), dtype: 'bool' as const };
      const b = { ...strangePlain(shape, 2, [0, 1]), dtype: 'bool' as const };
      await expectSameAsCpu((x, y) => [logicalAnd(x!, y!), logicalOr(x!, y!), logicalNot(x!)], [a, b]);
    }
  });
});

describe('choices and casts', () => {
  it('chooses by a condition', async () => {
    for (const shape of [[0], [1], [5], [3, 4], [2, 3, 3]]) {
      const condition = { ...strangePlain(shape, 1, [0, 1]), dtype: 'bool' as const };
      await expectSameAsCpu(
        (c, a, b) => where(c!, a!, b!),
        [condition, strangePlain(shape, 2), strangePlain(shape, 3)],
      );
      await expectSameAsCpu((c, a, b) => where(c!, a!, b!), [condition, randomPlain(shape, 2), randomPlain([], 3)]);
    }
  });

  it.each(['float32', 'int32', 'bool'] as const)('casts to %s', async (dtype) => {
    for (const from of ['float32', 'int32', 'bool'] as const) {
      const values =
        from === 'float32' ? [-2.7, 0, 0.5, 1e9, 3] : from === 'int32' ? [-2, 0, 7, 1e9, 1] : [0, 1, 1, 0, 1];
      await expectSameAsCpu((x) => cast(x!, dtype), [{ values: values.map(Math.fround), shape: [5], dtype: from }]);
    }
    await expectSameAsCpu((x) => cast(x!, dtype), [strangePlain([9], 1, [Number.NaN, 0, 1, -1])]);
  });
});
