import type { Table } from '@neurite/core';
import { expect } from 'vitest';

/** Rows of numbers; null, as JSON has it, is missing. */
export const table = (data: readonly (number | null)[], columns: number): Table => ({
  rows: data.length / columns,
  columns,
  data: Float64Array.from(data, (value) => value ?? Number.NaN),
});

/** Within a tolerance, relative to numbers above 1. */
export function expectNear(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-9): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Math.abs(actual[i]! - value) <= tolerance * Math.max(1, Math.abs(value))) continue;
    expect.fail(`element ${i} is ${actual[i]} instead of ${value}`);
  }
}

/** Numbers of their own for tests: the same in each run. */
export function uniforms(count: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  });
}
