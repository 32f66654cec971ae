import { hostArray } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { fromArrays, fromIterable, kFold, split, stack, zip } from '../src/index.js';

const SIZE = 1_000_000;
const y = Int32Array.from({ length: SIZE }, (_, i) => i % 10);
const x = Float32Array.from({ length: SIZE }, (_, i) => i % 1000);
const arrays = { x, y };
type Sample = { readonly x: { readonly data: Float32Array }; readonly y: { readonly data: Int32Array } };
const label = ({ y: { data } }: Sample): number => data[0]!;
const group = ({ x: { data } }: Sample): number => data[0]!;

describe('a million samples', () => {
  it.each([
    ['at random', {}],
    ['by class', { stratify: label }],
    ['by group', { group }],
    ['by class and group', { stratify: label, group }],
  ])('are split %s', async (_, options) => {
    const { train, test } = await split(arrays, { train: 0.7, test: 0.3 }, options);
    expect([train.size, test.size]).toEqual([700_000, 300_000]);
  });

  it('are split where each has a class or a group of its own', async () => {
    const indices = fromIterable(Array.from({ length: SIZE / 5 }, (_, i) => i));
    for (const options of [{ stratify: (i: number) => i }, { group: (i: number) => i }]) {
      const { a, b } = await split(indices, { a: 0.5, b: 0.5 }, options);
      expect(a.size! + b.size!).toBe(SIZE / 5);
    }
  });

  it('are divided into folds', async () => {
    const folds = await kFold(arrays, 4);
    expect(folds.map(({ train, validation }) => [train.size, validation.size])).toEqual(
      folds.map(() => [750_000, 250_000]),
    );
  });

  it('make one batch, and one stack', async () => {
    const [batch] = await fromArrays(arrays).batch(SIZE).toArray();
    expect(batch!.y.data.every((value, i) => value === y[i])).toBe(true);
    expect(stack(Array.from(y, (value) => value + 1)).data.at(-1)).toBe(10);
  });

  it('go through every stage, whether they are reached by index or one after another', async () => {
    const stages = (data: typeof byIndex) =>
      data
        .map((i) => i + 1)
        .filter((i) => i % 100 === 0)
        .shuffle({ buffer: 5000 })
        .skip(1)
        .take(9000)
        .prefetch(3);
    const byIndex = fromIterable(Array.from({ length: SIZE }, (_, i) => i));
    const oneByOne = fromIterable(new Set(Array.from({ length: SIZE }, (_, i) => i)));
    const given = await stages(byIndex).toArray();
    expect(given).toHaveLength(9_000);
    expect(await stages(oneByOne).toArray()).toEqual(given);
  });

  it('are cached, zipped and shuffled', async () => {
    const data = zip({ a: fromArrays({ y }).cache(), b: fromArrays({ y }) }).shuffle();
    let sum = 0;
    for await (const { a, b } of data) sum += a.y.data[0]! + b.y.data[0]!;
    expect(sum).toBe(9 * SIZE);
  });

  it('are lists of numbers', () => {
    const rows = Array.from({ length: SIZE }, (_, i) => [i, 1]);
    expect(fromArrays({ x: rows, y: Float64Array.from(y), z: hostArray(y, [SIZE, 1]) }).size).toBe(SIZE);
  });
});
