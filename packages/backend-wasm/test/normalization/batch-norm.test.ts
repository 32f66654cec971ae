import { batchNorm } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('batch normalization', () => {
  it('for inference, of any number of channels', async () => {
    for (const channels of [1, 3, 4, 17]) {
      const positive = randomPlain([channels], 3);
      const variance = { ...positive, values: positive.values.map((value) => value ** 2) };
      const inputs = [
        randomPlain([2, 3, channels], 1),
        randomPlain([channels], 2),
        variance,
        randomPlain([channels], 4),
        randomPlain([channels], 5),
      ];
      await expectSameAsCpu(
        (x, m, v, o, s) => batchNorm(x!, m as never, v as never, o as never, s as never, 1e-3),
        inputs,
        1e-4,
      );
      await expectSameAsCpu((x, m, v) => batchNorm(x!, m as never, v as never), inputs.slice(0, 3), 1e-4);
    }
  });
});
