import { max, mean, min, moments, prod, sum, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

type Reduce = (x: Tensor, axis?: number[], keepDims?: boolean) => Tensor;

const reductions: Record<string, Reduce> = { sum, mean, max, min, prod };

const cases: readonly (readonly [number[], number[] | undefined])[] = [
  [[], undefined],
  [[1], [0]],
  [[7], [0]],
  [[37], undefined],
  [[3, 5], [0]],
  [[3, 5], [1]],
  [[3, 5], []],
  [[130, 33], [0]],
  [[5, 131], [1]],
  [[2, 3, 4], [1]],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [
    [2, 3, 4, 5],
    [0, 1, 2],
  ],
  [
    [2, 1, 4, 1, 3],
    [0, 2, 4],
  ],
  [[2, 1, 4], [1]],
  [[3, 0], [0]],
];

describe('reductions', () => {
  it.each(Object.entries(reductions))('%s over any axes', async (_, reduce) => {
    for (const [shape, axes] of cases) {
      for (const keepDims of [false, true]) {
        await expectSameAsCpu((x) => reduce(x!, axes, keepDims), [randomPlain(shape, 1)]);
      }
    }
  });

  it.each(Object.entries(reductions))('%s of NaN and infinities', async (_, reduce) => {
    for (const axis of [0, 1]) {
      await expectSameAsCpu((x) => reduce(x!, [axis]), [strangePlain([9, 21], 2, [1, -1, 0, 3, Infinity])]);
      await expectSameAsCpu((x) => reduce(x!, [axis]), [strangePlain([9, 21], 2, [1, -1, 0, 3, 3, 2, Number.NaN])]);
    }
  });

  it('takes integers and booleans', async () => {
    const x = { values: [-3, 0, 5, 7, 7, 1], shape: [2, 3], dtype: 'int32' as const };
    for (const reduce of [sum, mean, max, min, prod]) await expectSameAsCpu((t) => reduce(t!, [1]), [x]);
    await expectSameAsCpu((t) => sum(t!), [{ values: [1, 0, 1], shape: [3], dtype: 'bool' }]);
  });

  it('sums millions of elements accurately', async () => {
    const count = 3_000_000;
    const many = { values: new Array<number>(count).fill(Math.fround(0.1)), shape: [count], dtype: 'float32' as const };
    const [flat] = await runOn('wasm', (x) => sum(x!), [many]);
    expect(Math.abs(flat!.values[0]! / (count * Math.fround(0.1)) - 1)).toBeLessThan(1e-6);
    const [rows] = await runOn('wasm', (x) => sum(x!, 0), [{ ...many, shape: [count / 10, 10] }]);
    expect(Math.abs(rows!.values[3]! / ((count / 10) * Math.fround(0.1)) - 1)).toBeLessThan(2e-5);
  });

  it('takes moments', async () => {
    const operation = (x: Tensor): Tensor[] => {
      const { mean: m, variance } = moments(x, [0, 1, 2]);
      return [m, variance];
    };
    await expectSameAsCpu((x) => operation(x!), [randomPlain([3, 4, 5, 6], 1)]);
  });
});
