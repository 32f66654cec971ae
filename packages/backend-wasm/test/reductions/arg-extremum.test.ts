import { argMax, argMin, max, topk } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('argMax and argMin', () => {
  it('find the first index of the extremum', async () => {
    const strange = [-1, 0, -0, 2, 2, -Infinity, Infinity];
    for (const columns of [1, 3, 15, 16, 17, 70]) {
      for (const values of [strange, [1, 1], [-Infinity]]) {
        const x = strangePlain([5, columns], columns, values);
        await expectSameAsCpu((t) => [argMax(t!, 1), argMin(t!, 1), argMax(t!, 0)], [x]);
      }
    }
  });

  it('find the first NaN, which max and topK take, too', async () => {
    for (const columns of [2, 5, 17, 70]) {
      const values = Array.from({ length: columns }, (_, i) => (i === columns - 1 || i === 1 ? Number.NaN : i));
      const x: Plain = { values: [...values, ...values.map((_, i) => -1 - i)], shape: [2, columns], dtype: 'float32' };
      const [most, least, largest, first] = await runOn(
        'wasm',
        (t) => [argMax(t!, 1), argMin(t!, 1), max(t!, 1), topk(t!, 1).indices],
        [x],
      );
      expect(most!.values).toEqual([1, 0]);
      expect(least!.values).toEqual([1, columns - 1]);
      expect(largest!.values).toEqual([Number.NaN, -1]);
      expect(first!.values).toEqual([1, 0]);
    }
  });
});
