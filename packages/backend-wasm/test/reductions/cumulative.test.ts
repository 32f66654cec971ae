import { cumprod, cumsum } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, randomPlain, useGuardedWasm } from '../support/engines.js';
import { integersBelow } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('cumulative sums and products', () => {
  it('exclusive and reverse, of float32 and int32', async () => {
    for (const shape of [[1], [7], [3, 5], [2, 3, 4], [0, 3]]) {
      const some = [{ ...randomPlain(shape, 1) }, integersBelow(shape, 4)];
      for (const x of some) {
        for (const axis of shape.keys()) {
          for (const exclusive of [false, true]) {
            for (const reverse of [false, true]) {
              await expectSameAsCpu(
                (t) => [cumsum(t!, axis, exclusive, reverse), cumprod(t!, axis, exclusive, reverse)],
                [x],
              );
            }
          }
        }
      }
    }
  });
});
