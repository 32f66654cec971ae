import { linspace, range } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectSameAsCpu, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('range and linspace', () => {
  it('take any step', async () => {
    const cases: [number, number, number?, ('float32' | 'int32')?][] = [
      [0, 5],
      [5, 0],
      [0, 10, 3, 'int32'],
      [10, 0, -3, 'int32'],
      [1, 1],
      [0, 1, 0.25],
      [3, 0, 2],
      [0, 3, -1],
    ];
    for (const [start, stop, step, dtype] of cases) await expectSameAsCpu(() => range(start, stop, step, dtype), []);
    for (const count of [1, 2, 7]) await expectSameAsCpu(() => linspace(-1, 2, count), []);
  });

  it('stay exact where they are long', async () => {
    const [last] = await runOn('wasm', () => range(0, 1e5, 0.1, 'float32'), []);
    expect(last!.values.at(-1)).toBeCloseTo(99999.9, 1);
  });
});
