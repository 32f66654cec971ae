import {
  abs,
  add,
  all,
  any,
  cast,
  equal,
  greater,
  greaterEqual,
  isFinite as isFiniteNumber,
  isInf,
  isNaN as isNoNumber,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  max,
  maximum,
  min,
  minimum,
  mul,
  neg,
  notEqual,
  prod,
  reverse,
  sign,
  square,
  squaredDifference,
  sub,
  sum,
  type Tensor1D,
  unsortedSegmentSum,
  where,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';
import { booleans, smallIntegers } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const pairs: readonly [number[], number[]][] = [
  [[], []],
  [[1], []],
  [[5], [5]],
  [[0, 3], [3]],
  [
    [2, 3, 5],
    [3, 1],
  ],
  [[7], [4, 1]],
  [
    [33, 2],
    [33, 2],
  ],
];

describe('int32', () => {
  it.each(pairs)('arithmetic of %j and %j', async (a, b) => {
    for (const operation of [add, sub, mul, maximum, minimum, squaredDifference]) {
      await expectSameAsCpu((x, y) => operation(x!, y!), [smallIntegers(a, 1), smallIntegers(b, 2)]);
    }
  });

  it('functions', async () => {
    for (const shape of [[0], [5], [2, 3]]) {
      await expectSameAsCpu((x) => [abs(x!), neg(x!), sign(x!), square(x!)], [smallIntegers(shape, 1)]);
    }
  });

  it('wraps around as on the cpu backend', async () => {
    const most: Plain = { values: [2147483647, -2147483648], shape: [2], dtype: 'int32' };
    await expectSameAsCpu((x, y) => [add(x!, y!), sub(x!, y!)], [most, { ...most, values: [1, 1] }]);
  });

  it.each(pairs)('comparisons of %j and %j, float32 and bool too', async (a, b) => {
    for (const operation of [equal, notEqual, greater, greaterEqual, less, lessEqual]) {
      await expectSameAsCpu((x, y) => operation(x!, y!), [smallIntegers(a, 1), smallIntegers(b, 2)]);
      await expectSameAsCpu((x, y) => operation(x!, y!), [strangePlain(a, 1), strangePlain(b, 2)]);
      await expectSameAsCpu((x, y) => operation(x!, y!), [booleans(a, 1), booleans(b, 2)]);
    }
    for (const operation of [logicalAnd, logicalOr]) {
      await expectSameAsCpu((x, y) => operation(x!, y!), [booleans(a, 1), booleans(b, 2)]);
    }
  });

  it.each([[[]], [[1]], [[5]], [[3, 4]], [[2, 3, 5]], [[0, 3]]] as [number[]][])('reductions of %j', async (shape) => {
    const axes = [undefined, ...shape.map((_, axis) => [axis]), shape.length > 2 ? [0, 2] : undefined];
    for (const over of axes) {
      for (const keep of [false, true]) {
        await expectSameAsCpu((x) => [sum(x!, over, keep), prod(x!, over, keep)], [smallIntegers(shape, 1)]);
        await expectSameAsCpu((x) => [sum(x!, over, keep)], [booleans(shape, 2)]);
        if (shape.includes(0)) continue;
        await expectSameAsCpu((x) => [max(x!, over, keep), min(x!, over, keep)], [smallIntegers(shape, 1)]);
        await expectSameAsCpu((x) => [all(x!, over, keep), any(x!, over, keep)], [booleans(shape, 2)]);
      }
    }
  });

  it('conversions', async () => {
    for (const shape of [[0], [1], [3], [4], [19]]) {
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        const fractions = randomPlain(shape, 3);
        await expectSameAsCpu((x) => cast(x!, dtype), [smallIntegers(shape, 1)]);
        await expectSameAsCpu((x) => cast(x!, dtype), [booleans(shape, 2)]);
        await expectSameAsCpu((x) => cast(x!, dtype), [{ ...fractions, values: fractions.values.map((v) => v * 1e4) }]);
      }
    }
    await expectSameAsCpu(
      (x) => cast(x!, 'int32'),
      [{ values: [Number.NaN, -0.9, 0.9], shape: [3], dtype: 'float32' }],
    );
  });
});

describe('NaN and infinities', () => {
  it.each([[[0]], [[1]], [[5]], [[3, 7]]])('are found in %j', async (shape) => {
    await expectSameAsCpu((x) => [isNoNumber(x!), isInf(x!), isFiniteNumber(x!)], [strangePlain(shape, 1)]);
  });
});

describe('where', () => {
  it('broadcasts', async () => {
    for (const shape of [
      [3, 4],
      [2, 3, 1],
    ]) {
      const both = [strangePlain(shape, 1), strangePlain(shape, 2)] as const;
      await expectSameAsCpu((c, t, e) => where(c!, t!, e!), [booleans(shape.slice(-1), 3), ...both]);
      await expectSameAsCpu((c, t, e) => where(c!, t!, e!), [booleans([], 3), ...both]);
      await expectSameAsCpu(
        (c, t, e) => where(c!, t!, e!),
        [booleans(shape, 3), smallIntegers(shape, 4), smallIntegers(shape, 5)],
      );
    }
  });

  it('square, subtract booleans, and sum segments exactly', async () => {
    const x: Plain = { values: [2_147_483_647, -65_537, 3], shape: [3], dtype: 'int32' };
    const bools: Plain = { values: [0, 1, 1], shape: [3], dtype: 'bool' };
    const ids: Plain = { values: [1, 0, 1], shape: [3], dtype: 'int32' };
    const large: Plain = { values: [16_777_217, 7, 16_777_216], shape: [3], dtype: 'int32' };
    const [squares, differences, sums, segments] = await runOn(
      'wasm',
      (a, b, id, n) => [square(a!), sub(b!, reverse(b!)), add(b!, b!), unsortedSegmentSum(n!, id as Tensor1D, 2)],
      [x, bools, ids, large],
    );
    expect(squares).toMatchObject({ values: [1, 131_073, 9], dtype: 'int32' });
    expect(differences).toMatchObject({ values: [-1, 0, 1], dtype: 'int32' });
    expect(sums).toMatchObject({ values: [0, 2, 2], dtype: 'int32' });
    expect(segments).toMatchObject({ values: [7, 33_554_433], dtype: 'int32' });
  });
});
