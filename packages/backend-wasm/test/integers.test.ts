import {
  abs,
  add,
  all,
  any,
  cast,
  concat,
  equal,
  gather,
  greater,
  greaterEqual,
  isFinite as isFiniteNumber,
  isInf,
  isNaN as isNoNumber,
  less,
  lessEqual,
  linspace,
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
  range,
  reverse,
  sign,
  slice,
  split,
  square,
  squaredDifference,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tile,
  transpose,
  unsortedSegmentSum,
  unstack,
  where,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectSameAsCpu,
  generator,
  type Plain,
  randomPlain,
  runOn,
  strangePlain,
  useGuardedWasm,
} from './support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

/** Integers from −5 to 5, some of them equal; or booleans. */
function wholePlain(shape: readonly number[], seed: number, dtype: 'int32' | 'bool' = 'int32'): Plain {
  const draw = generator(seed);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const values = Array.from({ length: size }, () =>
    dtype === 'bool' ? Math.floor(draw() * 2) : Math.floor(draw() * 11) - 5,
  );
  return { values, shape, dtype };
}

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
      await expectSameAsCpu((x, y) => operation(x!, y!), [wholePlain(a, 1), wholePlain(b, 2)]);
    }
  });

  it('functions', async () => {
    for (const shape of [[0], [5], [2, 3]]) {
      await expectSameAsCpu((x) => [abs(x!), neg(x!), sign(x!), square(x!)], [wholePlain(shape, 1)]);
    }
  });

  it('wraps around as on the cpu backend', async () => {
    const most: Plain = { values: [2147483647, -2147483648], shape: [2], dtype: 'int32' };
    await expectSameAsCpu((x, y) => [add(x!, y!), sub(x!, y!)], [most, { ...most, values: [1, 1] }]);
  });

  it.each(pairs)('comparisons of %j and %j, also of float32 and bool', async (a, b) => {
    for (const operation of [equal, notEqual, greater, greaterEqual, less, lessEqual]) {
      await expectSameAsCpu((x, y) => operation(x!, y!), [wholePlain(a, 1), wholePlain(b, 2)]);
      await expectSameAsCpu((x, y) => operation(x!, y!), [strangePlain(a, 1), strangePlain(b, 2)]);
      await expectSameAsCpu((x, y) => operation(x!, y!), [wholePlain(a, 1, 'bool'), wholePlain(b, 2, 'bool')]);
    }
    for (const operation of [logicalAnd, logicalOr]) {
      await expectSameAsCpu((x, y) => operation(x!, y!), [wholePlain(a, 1, 'bool'), wholePlain(b, 2, 'bool')]);
    }
  });

  it.each([[[]], [[1]], [[5]], [[3, 4]], [[2, 3, 5]], [[0, 3]]] as [number[]][])('reductions of %j', async (shape) => {
    const axes = [undefined, ...shape.map((_, axis) => [axis]), shape.length > 2 ? [0, 2] : undefined];
    for (const over of axes) {
      for (const keep of [false, true]) {
        await expectSameAsCpu((x) => [sum(x!, over, keep), prod(x!, over, keep)], [wholePlain(shape, 1)]);
        await expectSameAsCpu((x) => [sum(x!, over, keep)], [wholePlain(shape, 2, 'bool')]);
        if (shape.includes(0)) continue;
        await expectSameAsCpu((x) => [max(x!, over, keep), min(x!, over, keep)], [wholePlain(shape, 1)]);
        await expectSameAsCpu((x) => [all(x!, over, keep), any(x!, over, keep)], [wholePlain(shape, 2, 'bool')]);
      }
    }
  });

  it('conversions', async () => {
    for (const shape of [[0], [1], [3], [4], [19]]) {
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        const fractions = randomPlain(shape, 3);
        await expectSameAsCpu((x) => cast(x!, dtype), [wholePlain(shape, 1)]);
        await expectSameAsCpu((x) => cast(x!, dtype), [wholePlain(shape, 2, 'bool')]);
        await expectSameAsCpu((x) => cast(x!, dtype), [{ ...fractions, values: fractions.values.map((v) => v * 1e4) }]);
      }
    }
    await expectSameAsCpu(
      (x) => cast(x!, 'int32'),
      [{ values: [Number.NaN, -0.9, 0.9], shape: [3], dtype: 'float32' }],
    );
  });
});

describe('numbers that are none', () => {
  it.each([[[0]], [[1]], [[5]], [[3, 7]]])('in %j', async (shape) => {
    await expectSameAsCpu((x) => [isNoNumber(x!), isInf(x!), isFiniteNumber(x!)], [strangePlain(shape, 1)]);
  });
});

describe('choices', () => {
  it('broadcast', async () => {
    for (const shape of [
      [3, 4],
      [2, 3, 1],
    ]) {
      const both = [strangePlain(shape, 1), strangePlain(shape, 2)] as const;
      await expectSameAsCpu((c, t, e) => where(c!, t!, e!), [wholePlain(shape.slice(-1), 3, 'bool'), ...both]);
      await expectSameAsCpu((c, t, e) => where(c!, t!, e!), [wholePlain([], 3, 'bool'), ...both]);
      await expectSameAsCpu(
        (c, t, e) => where(c!, t!, e!),
        [wholePlain(shape, 3, 'bool'), wholePlain(shape, 4), wholePlain(shape, 5)],
      );
    }
  });
});

describe('booleans', () => {
  it('are moved', async () => {
    for (const shape of [
      [2, 3],
      [5, 4],
      [0, 2],
    ]) {
      const x = wholePlain(shape, 1, 'bool');
      await expectSameAsCpu((a) => [transpose(a!), tile(a!, [2, 3]), reverse(a!, 1), concat([a!, a!], 1)], [x]);
      await expectSameAsCpu((a) => [slice(a!, [0, 1]), ...split(a!, [1, shape[1]! - 1], 1), stack([a!, a!], 1)], [x]);
      if (!shape.includes(0)) await expectSameAsCpu((a) => gather(a!, tensor1d([1, 0, 1], 'int32')), [x]);
    }
  });
});

describe('segments', () => {
  it.each([[[1]], [[5]], [[6, 3]], [[4, 2, 5]], [[3, 0]], [[0, 3]]] as [number[]][])('of %j', async (shape) => {
    const ids = wholePlain(shape.slice(0, 1), 2);
    await expectSameAsCpu((x, s) => unsortedSegmentSum(x!, s as Tensor1D, 4), [randomPlain(shape, 1), ids]);
  });
});

describe('numbers in a row', () => {
  it('with any step', async () => {
    const cases: [number, number, number?, ('float32' | 'int32')?][] = [
      [0, 5],
      [5, 0],
      [0, 10, 3, 'int32'],
      [10, 0, -3, 'int32'],
      [1, 1],
      [0, 1, 0.25],
      [3, 0, 2],
      [0, 3, -1],
    ];
    for (const [start, stop, step, dtype] of cases) await expectSameAsCpu(() => range(start, stop, step, dtype), []);
    for (const count of [1, 2, 7]) await expectSameAsCpu(() => linspace(-1, 2, count), []);
  });

  it('keeps long ones exact', async () => {
    const [last] = await runOn('wasm', () => range(0, 1e5, 0.1, 'float32'), []);
    expect(last!.values.at(-1)).toBeCloseTo(99999.9, 1);
  });
});

describe('stacks', () => {
  it('put together and taken apart', async () => {
    for (const shape of [[], [3], [2, 3], [2, 0], [3, 4, 5]]) {
      for (let axis = 0; axis <= shape.length; axis++) {
        const inputs = [randomPlain(shape, 1), randomPlain(shape, 2), randomPlain(shape, 3)];
        await expectSameAsCpu((...parts) => stack(parts, axis), inputs);
        if (!shape.includes(0)) await expectSameAsCpu((...parts) => unstack(stack(parts, axis), axis), inputs);
      }
    }
    expect(() => stack([tensor([1]), tensor([1, 2])] as Tensor[])).toThrow();
  });
});
