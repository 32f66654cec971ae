import { bincount, denseBincount, type Tensor1D, type Tensor2D, tensor1d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';
import { integers, integersBelow } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('bincount', () => {
  it('counts integers, with weights and without', async () => {
    const x = integersBelow([2, 31], 6);
    for (const weights of [randomPlain([2, 31], 1), randomPlain([0], 1), integersBelow([2, 31], 5)]) {
      for (const size of [1, 4, 9]) {
        const flat = { ...weights, shape: [weights.values.length] };
        await expectSameAsCpu((n, w) => bincount(n as Tensor1D, w as Tensor1D, size), [{ ...x, shape: [62] }, flat]);
        await expectSameAsCpu((n, w) => denseBincount(n as Tensor2D, w as Tensor2D, size), [x, weights]);
        await expectSameAsCpu((n, w) => denseBincount(n as Tensor2D, w as Tensor2D, size, true), [x, weights]);
      }
    }
    await expect(runOn('wasm', (n) => bincount(n as Tensor1D, tensor1d([]), 3), [integers([1, -1])])).rejects.toThrow(
      'non-negative',
    );
  });
});
