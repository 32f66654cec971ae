import { sparse, type Tensor1D, unsortedSegmentSum } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';
import { integers, smallIntegers } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('sorted segments', () => {
  it('are summed and averaged', async () => {
    for (const inner of [[1], [3], [5, 2], [37]]) {
      const inputs = [randomPlain([4, ...inner], 1), integers([3, 0, 0, 2, 1]), integers([0, 0, 2, 2, 3])];
      await expectSameAsCpu(
        (data, at, ids) => [
          sparse.sparseSegmentSum(data!, at as Tensor1D, ids as Tensor1D),
          sparse.sparseSegmentMean(data!, at as Tensor1D, ids as Tensor1D),
        ],
        inputs,
      );
    }
    for (const [at, ids] of [
      [[4], [0]],
      [
        [0, 0],
        [1, 0],
      ],
    ]) {
      const sums = runOn(
        'wasm',
        (data, indices, segments) => sparse.sparseSegmentSum(data!, indices as Tensor1D, segments as Tensor1D),
        [randomPlain([4, 2], 1), integers(at!), integers(ids!)],
      );
      await expect(sums).rejects.toThrow();
    }
  });
});

describe('unsorted segments', () => {
  it.each([[[1]], [[5]], [[6, 3]], [[4, 2, 5]], [[3, 0]], [[0, 3]]] as [number[]][])(
    'are summed, of %j',
    async (shape) => {
      const ids = smallIntegers(shape.slice(0, 1), 2);
      await expectSameAsCpu((x, s) => unsortedSegmentSum(x!, s as Tensor1D, 4), [randomPlain(shape, 1), ids]);
    },
  );
});
