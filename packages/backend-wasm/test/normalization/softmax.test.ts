import { logSoftmax, softmax } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('softmax', () => {
  it('of rows', async () => {
    for (const shape of [[1], [4], [5], [3, 10], [2, 3, 7], [4, 1], [0, 3]]) {
      await expectSameAsCpu((x) => softmax(x!), [randomPlain(shape, 1)]);
      await expectSameAsCpu((x) => logSoftmax(x!), [randomPlain(shape, 1)]);
    }
  });

  it('of logits far apart', async () => {
    const x = { values: [1e4, -1e4, 0, 1e4, 5, 5, -1e4, -1e4, -1e4], shape: [3, 3], dtype: 'float32' as const };
    await expectSameAsCpu((t) => softmax(t!), [x]);
    await expectSameAsCpu((t) => logSoftmax(t!), [x]);
    await expectSameAsCpu((t) => softmax(t!), [strangePlain([3, 4], 1, [Number.NaN, 1, 2])]);
  });
});
