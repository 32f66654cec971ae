import { engine, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, generator, type Plain, runOn, useGuardedWasm } from '../support/engines.js';
import { integers } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('sparse tensors', () => {
  const coordinates = (count: number, shape: readonly number[], seed: number): Plain => {
    const draw = generator(seed);
    const values = Array.from({ length: count }, () => shape.map((extent) => Math.floor(draw() * extent))).flat();
    return integers(values, [count, shape.length]);
  };
  const reshaped = (x?: Tensor, from?: Tensor, to?: Tensor): Tensor[] =>
    engine().runKernel('SparseReshape', { inputIndices: x!, inputShape: from!, newShape: to! }) as unknown as Tensor[];
  const filled = (x?: Tensor, values?: Tensor, shape?: Tensor, otherwise?: Tensor): Tensor[] =>
    engine().runKernel('SparseFillEmptyRows', {
      ...{ indices: x!, values: values!, denseShape: shape!, defaultValue: otherwise! },
    }) as unknown as Tensor[];

  it.each([
    [[24], [2, 3, 4]],
    [[2, 3, 4], [24]],
    [
      [2, 3, 4],
      [4, -1],
    ],
    [[2, 3, 4], [-1]],
    [
      [60000, 70000, 3],
      [70000, -1, 2],
    ],
    [[1], []],
    [[], [1, 1]],
  ])('of shape %j have their coordinates in %j', async (from, to) => {
    for (const count of [0, 1, 30]) {
      await expectSameAsCpu(reshaped, [coordinates(count, from, count + 1), integers(from), integers(to)], 0);
    }
  });

  it('without numbers may have another shape without numbers', async () => {
    await expectSameAsCpu(reshaped, [coordinates(0, [0, 3], 1), integers([0, 3]), integers([2, 0])], 0);
    await expectSameAsCpu(reshaped, [coordinates(0, [0, 3], 1), integers([0, 3]), integers([-1, 3])], 0);
  });

  it.each([
    [[6], [-1, -1], /only one output dimension may be -1/],
    [[6], [-2, 3], /size 0 must be non-negative/],
    [[6], [4, -1], /Input to reshape is a SparseTensor with 6/],
    [[6], [0, -1], /cannot infer/],
    [[0], [0, -1], /cannot infer/],
    [[6], [5], /a tensor with 6 dense values/],
  ])('of shape %j are not to be of shape %j', async (from, to, message) => {
    for (const backend of ['cpu', 'wasm']) {
      const inputs = [coordinates(0, from, 1), integers(from), integers(to)];
      await expect(runOn(backend, reshaped, inputs)).rejects.toThrow(message);
    }
  });

  it.each([
    [0, [0, 3]],
    [0, [3, 2]],
    [1, [4, 1]],
    [5, [9, 2, 3]],
    [40, [7, 5]],
    [300, [200]],
  ])('of %i numbers and shape %j have a number in each row', async (count, shape) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const numbers = Array.from({ length: count }, (_, i) => i + 1);
      await expectSameAsCpu(
        filled,
        [
          coordinates(count, shape, count + 3),
          { values: numbers, shape: [count], dtype },
          integers(shape),
          { values: [-7], shape: [], dtype },
        ],
        0,
      );
    }
  });

  it.each([
    [[5], [5], /invalid: 5 >= 5/],
    [[-1], [5], /invalid: -1 < 0/],
    [[0], [-1], /array length/i],
    [[0], [0], /denseShape\[0\] = 0/],
  ])('with a number in row %j of shape %j are none', async (row, shape, message) => {
    for (const backend of ['cpu', 'wasm']) {
      const inputs = [integers(row, [1, 1]), { ...integers([1]) }, integers(shape), integers([2], [])];
      await expect(runOn(backend, filled, inputs)).rejects.toThrow(message);
    }
  });

  it('take NaN', async () => {
    const row = { values: [Number.NaN], shape: [1], dtype: 'float32' } as const;
    const otherwise = { values: [-Infinity], shape: [], dtype: 'float32' } as const;
    await expectSameAsCpu(filled, [integers([1, 0], [1, 2]), row, integers([3, 2]), otherwise], 0);
  });
});
