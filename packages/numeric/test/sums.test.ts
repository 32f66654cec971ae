import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neumaierSum, pairwiseSum } from '../src/index.js';

describe('sums', () => {
  it.each([
    ['neumaierSum', neumaierSum],
    ['pairwiseSum', pairwiseSum],
  ])('%s adds ten million numbers with all digits', (_, sum) => {
    const values = new Float64Array(1e7).fill(0.1);
    expect(Math.abs(sum(values) - 1e6)).toBeLessThanOrEqual(2e-9);
    expect(sum([])).toBe(0);
    expect(sum([1, Number.NaN])).toBeNaN();
    expect(sum([1, Number.POSITIVE_INFINITY, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(sum([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])).toBeNaN();
  });

  it('keeps what large numbers hide', () => {
    expect(neumaierSum([1, 1e100, 1, -1e100])).toBe(2);
    // Integers of any order, whose sum is exact in integers of any size.
    const wide = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(Math.round), { maxLength: 60 });
    fc.assert(
      fc.property(wide, (values) => {
        const scaled = values.map((value, i) => value * 2 ** (i % 50));
        const exact = scaled.reduce((sum, value) => sum + BigInt(value), 0n);
        expect(Math.abs(neumaierSum(scaled) - Number(exact))).toBeLessThanOrEqual(2 ** -52 * Math.abs(Number(exact)));
      }),
    );
  });
});
