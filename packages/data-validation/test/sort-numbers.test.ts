import { RandomStream } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { sortedNumbers } from '../src/internal/sort-numbers.js';

const COUNT = 20_000;
const random = RandomStream.fromSeed(1);
const values: { readonly [name: string]: (i: number) => number } = {
  'normal ones': () => random.normal(),
  'codes of categories': () => random.integer(7),
  'of all sizes, with missing ones': (i) =>
    [Number.NaN, -(10 ** random.normal(0, 90)), 10 ** random.normal(0, 90)][i % 3]!,
  'infinite ones and zeros': (i) => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, -1, 1][i % 6]!,
};

describe('sortedNumbers', () => {
  it.each(Object.entries(values))('are those of a sort, %s', (_, make) => {
    const given = Float64Array.from({ length: COUNT }, (__, i) => make(i));
    const before = given.slice();
    const expected = given.filter((value) => !Number.isNaN(value)).sort();
    expect(Buffer.from(sortedNumbers(given).slice().buffer).equals(Buffer.from(expected.slice().buffer))).toBe(true);
    expect(given).toEqual(before);
  });
});
