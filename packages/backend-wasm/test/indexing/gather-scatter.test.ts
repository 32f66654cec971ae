import { gatherND, scatterND, sparseToDense, type Tensor, tensor1d, tensorScatterUpdate } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';
import { integers, integersBelow } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('gathering and scattering', () => {
  it('gathers and scatters by coordinates', async () => {
    const indices = integers([1, 2, 0, 0, 2, 1], [3, 2]);
    const same = integers([1, 2, 1, 2, 0, 1], [3, 2]);
    for (const inner of [[], [1], [3], [5, 2]]) {
      const params = randomPlain([3, 3, ...inner], 1);
      await expectSameAsCpu((x, at) => gatherND(x!, at!), [params, indices]);
      const updates = randomPlain([3, ...inner], 2);
      await expectSameAsCpu((at, more) => scatterND(at!, more!, [3, 3, ...inner]), [same, updates]);
      await expectSameAsCpu((x, at, more) => tensorScatterUpdate(x!, at!, more!), [params, indices, updates]);
      const { values, shape } = integersBelow([3, ...inner], 9);
      await expectSameAsCpu((at, more) => scatterND(at!, more!, [3, 3, ...inner]), [same, integers(values, shape)]);
    }
    await expectSameAsCpu((at) => scatterND(at!, tensor1d([]), [4]), [integers([], [0, 1])]);
  });

  it('names an index that is out of bounds', async () => {
    await expect(
      runOn('wasm', (x, at) => gatherND(x!, at!), [randomPlain([3], 1), integers([3], [1, 1])]),
    ).rejects.toThrow();
    await expect(
      runOn('wasm', (at, more) => scatterND(at!, more!, [2]), [integers([-1], [1, 1]), randomPlain([1], 1)]),
    ).rejects.toThrow();
  });

  it('makes dense what is sparse', async () => {
    for (const values of [randomPlain([3], 1), randomPlain([], 1), integersBelow([3], 9)]) {
      const dense = (at?: Tensor, x?: Tensor): Tensor =>
        sparseToDense(at!, x!, [3, 4], values.dtype === 'int32' ? 7 : 0.5);
      await expectSameAsCpu(dense, [integers([0, 1, 2, 3, 1, 0], [3, 2]), values]);
    }
  });
});
