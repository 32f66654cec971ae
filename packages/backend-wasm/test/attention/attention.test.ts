import { beforeAll, describe, expect, it } from 'vitest';
import { expectAsComposed } from '../support/composed.js';
import { type Plain, randomPlain, strangePlain, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

describe('attention', () => {
  const sizes: readonly (readonly [number, number, number, number, number, number])[] = [
    [1, 1, 1, 1, 1, 1],
    [2, 3, 5, 7, 4, 3],
    [1, 2, 70, 70, 5, 6],
    [2, 1, 130, 9, 8, 8],
    [0, 2, 3, 3, 2, 2],
    [1, 1, 0, 3, 2, 2],
  ];

  it.each(sizes)('[%i, %i], %i queries, %i keys, dim %i, depth %i', async (batch, heads, queries, keys, dim, depth) => {
    const query = randomPlain([batch, heads, queries, dim], 1);
    const key = randomPlain([batch, heads, keys, dim], 2);
    const value = randomPlain([batch, heads, keys, depth], 3);
    const dy = randomPlain([batch, heads, queries, depth], 4);
    const hidden = (shape: number[]): Plain => strangePlain(shape, 5, [0, 0, 1.5, -Infinity]);
    const masks = [
      undefined,
      hidden([batch, heads, queries, keys]),
      hidden([1, heads, 1, keys]),
      hidden([batch, 1, queries, 1]),
      hidden([1, 1, 1, 1]),
    ];
    for (const mask of keys === 0 ? [undefined] : masks) {
      for (const causal of queries === keys ? [false, true] : [false]) {
        const attrs = { scale: 0.7, causal };
        const inputs = { query, key, value, ...(mask === undefined ? {} : { mask }) };
        const name = mask === undefined ? 'Attention' : 'MaskedAttention';
        const [y, logSumExp] = await expectAsComposed(name, inputs, attrs, 1e-5);
        await expectAsComposed('AttentionGrad', { dy, y: y!, logSumExp: logSumExp!, ...inputs }, attrs, 1e-4);
      }
    }
  });

  it('stays exact for scores far apart', async () => {
    const query: Plain = { values: [1e3, -1e3], shape: [1, 1, 2, 1], dtype: 'float32' };
    const key: Plain = { values: [1e3, 0, -1e3], shape: [1, 1, 3, 1], dtype: 'float32' };
    const value: Plain = { values: [1, 2, 3], shape: [1, 1, 3, 1], dtype: 'float32' };
    const [y] = await expectAsComposed('Attention', { query, key, value }, { scale: 1, causal: false });
    expect(y!.values).toEqual([1, 3]);
  });
});
