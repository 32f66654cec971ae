import { multinomial, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('multinomial', () => {
  it('draws each class with its probability, and the same from one seed', async () => {
    const draw = (seed: number) =>
      runOn('wasm', (x) => multinomial(x as Tensor2D, 4000, seed), [
        { values: [0, Math.log(3), 0, -50, 100, 0], shape: [2, 3], dtype: 'float32' },
      ]);
    const [first] = await draw(3);
    const shares = [0, 1, 2].map((k) => first!.values.slice(0, 4000).filter((value) => value === k).length / 4000);
    shares.forEach((share, k) => {
      expect(Math.abs(share - [0.2, 0.6, 0.2][k]!)).toBeLessThan(0.03);
    });
    expect(first!.values.slice(4000).every((value) => value === 1)).toBe(true);
    expect(await draw(3)).toEqual([first]);
    expect(await draw(4)).not.toEqual([first]);
  });
});
