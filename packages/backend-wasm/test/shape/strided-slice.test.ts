import { stridedSlice } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, type Plain, randomPlain, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const rounded = (x: Plain): Plain => ({ ...x, values: x.values.map((value) => Math.round(value * 3)), dtype: 'int32' });

describe('strided slices', () => {
  it('equal those of the cpu backend', async () => {
    const x = randomPlain([5, 6, 3], 1);
    const cases: [number[], number[], number[]][] = [
      [
        [0, 0, 0],
        [5, 6, 3],
        [2, 3, 1],
      ],
      [
        [4, 1, 2],
        [0, 5, 0],
        [-2, 2, -1],
      ],
      [[1], [4], [2]],
      [
        [1, 0, 0],
        [2, 6, 3],
        [1, 1, 1],
      ],
      [
        [0, 0, 0],
        [5, 6, 3],
        [1, 1, 1],
      ],
    ];
    for (const [begin, end, strides] of cases) {
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides), [x]);
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides, 1, 1), [x]);
      // The cpu backend cannot drop an axis and step along others.
      if (strides.some((step) => step !== 1)) continue;
      await expectSameAsCpu((a) => stridedSlice(a!, begin, end, strides, 0, 0, 0, 0, 1), [rounded(x)]);
    }
  });

  it('may be empty', async () => {
    const [y] = await runOn('wasm', (a) => stridedSlice(a!, [3, 0], [1, 6], [1, 1]), [randomPlain([5, 6], 1)]);
    expect(y).toEqual({ values: [], shape: [0, 6], dtype: 'float32' });
  });
});
