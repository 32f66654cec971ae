import { argMax, argMin } from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import { expectSameAsCpu, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('argMax and argMin', () => {
  it('find the first index of the extremum', async () => {
    const strange = [-1, 0, -0, 2, 2, -Infinity, Infinity];
    for (const columns of [1, 3, 15, 16, 17, 70]) {
      for (const values of [strange, [1, 1], [-Infinity], [Number.NaN, 1, 2, -3]]) {
        const x = strangePlain([5, columns], columns, values);
        await expectSameAsCpu((t) => [argMax(t!, 1), argMin(t!, 1), argMax(t!, 0)], [x]);
      }
    }
  });
});
