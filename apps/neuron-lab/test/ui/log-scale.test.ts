import { logScale } from '@neurite/page-kit/log-scale';
import { expect, test } from 'vitest';

test('both ends of a logarithmic slider are reached exactly, and every step goes up', () => {
  for (const [min, max] of [
    [0.001, 5],
    [1e-4, 10],
    [1e-4, 1],
  ] as const) {
    const { steps, valueAt, stepOf } = logScale(min, max);
    expect([valueAt(0), valueAt(steps)]).toEqual([min, max]);
    const values = Array.from({ length: steps + 1 }, (_, step) => valueAt(step));
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    expect(values.map(stepOf)).toEqual(values.map((_, step) => step));
    expect([stepOf(min / 9), stepOf(max * 9)]).toEqual([0, steps]);
  }
});
