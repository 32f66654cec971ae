import { all, any, max, min } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, runOn, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('extrema, all and any', () => {
  it('keep NaN', async () => {
    for (const columns of [1, 3, 16, 37, 130]) {
      for (const values of [
        [Number.NaN, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, -2, 3],
      ]) {
        const x = strangePlain([4, columns], columns, values);
        await expectSameAsCpu((t) => [max(t!, 1), min(t!, 1), max(t!, 0), min(t!, 0), max(t!)], [x]);
      }
    }
  });

  it('of an empty axis: all are true, and none is', async () => {
    const x: Plain = { values: [], shape: [2, 0, 3], dtype: 'bool' };
    const answers = await runOn('wasm', (t) => [all(t!), all(t!, 1, true), any(t!, 1)], [x]);
    expect(answers).toEqual([
      { values: [1], shape: [], dtype: 'bool' },
      { values: [1, 1, 1, 1, 1, 1], shape: [2, 1, 3], dtype: 'bool' },
      { values: [0, 0, 0, 0, 0, 0], shape: [2, 3], dtype: 'bool' },
    ]);
  });

  it('of booleans', async () => {
    for (const shape of [[1], [3, 33], [2, 3, 17], [4, 1, 5]]) {
      for (const share of [[1], [0], [0, 1], [1, 1, 1, 1, 1, 1, 0]]) {
        const { values } = strangePlain(shape, 1, share);
        const x: Plain = { values, shape, dtype: 'bool' };
        const axes = [undefined, ...shape.map((_, axis) => axis)];
        await expectSameAsCpu((t) => axes.flatMap((axis) => [all(t!, axis), any(t!, axis, true)]), [x]);
      }
    }
  });
});
