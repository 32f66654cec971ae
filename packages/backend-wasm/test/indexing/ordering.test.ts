import { searchSorted, topk } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';
import { integers, integersBelow } from '../support/integers.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('ordering', () => {
  it('searches in sorted rows', async () => {
    const sorted = integers([1, 3, 3, 5, 0, 0, 2, 9], [2, 4]);
    const values = integersBelow([2, 7], 10);
    for (const side of ['left', 'right'] as const) {
      await expectSameAsCpu((x, y) => searchSorted(x!, y!, side), [sorted, values]);
      const floats = [sorted, values].map((x) => ({ ...x, dtype: 'float32' as const }));
      await expectSameAsCpu((x, y) => searchSorted(x!, y!, side), floats);
    }
  });

  it('finds the k largest of each row', async () => {
    for (const k of [0, 1, 3, 40]) {
      for (const x of [
        randomPlain([3, 41], 1),
        integersBelow([3, 41], 9),
        strangePlain([3, 41], 2, [1, 2, 2, -1, 0]),
      ]) {
        await expectSameAsCpu((t) => Object.values(topk(t!, k)), [x]);
      }
    }
  });

  it('begins with NaN, and takes the first of equal elements', async () => {
    const x: Plain = { values: [1, Number.NaN, 3, 3, -Infinity, Infinity], shape: [6], dtype: 'float32' };
    const [values, indices] = await runOn('wasm', (a) => Object.values(topk(a!, 6)), [x]);
    expect(values!.values).toEqual([Number.NaN, Infinity, 3, 3, 1, -Infinity]);
    expect(indices!.values).toEqual([1, 5, 2, 3, 0, 4]);
  });
});
