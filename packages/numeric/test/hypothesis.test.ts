import { ArgumentError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import chi from '../../../fixtures/numeric/chi-squared-test.json' with { type: 'json' };
import smirnov from '../../../fixtures/numeric/kolmogorov-smirnov.json' with { type: 'json' };
import { chiSquaredTest, kolmogorovSmirnov } from '../src/index.js';
import { expectClose } from './support/close.js';

describe('kolmogorovSmirnov', () => {
  it.each(smirnov.cases)('$name', ({ name, a, b, statistic, exact, asymptotic }) => {
    const result = kolmogorovSmirnov(a, b);
    expectClose(result.statistic, statistic, name);
    expectClose(result.pValue, exact, `${name}, exact`);
    expectClose(kolmogorovSmirnov(a, b, { method: 'asymptotic' }).pValue, asymptotic, `${name}, asymptotic`);
    expect(kolmogorovSmirnov(b, a)).toEqual(result);
    const inOrder = [a, b].map((sample) => Float64Array.from(sample).sort()) as [Float64Array, Float64Array];
    expect(kolmogorovSmirnov(...inOrder, { sorted: true })).toEqual(result);
  });

  it('finds no difference between equal samples, nor NaN anything', () => {
    expect(kolmogorovSmirnov([2, 1, 1], [1, 2, 1])).toEqual({ statistic: 0, pValue: 1 });
    expect(kolmogorovSmirnov([1, Number.NaN], [1])).toEqual({ statistic: Number.NaN, pValue: Number.NaN });
    expect(kolmogorovSmirnov([1], [Number.NaN, 3])).toEqual({ statistic: Number.NaN, pValue: Number.NaN });
  });

  it('takes a million numbers', () => {
    const a = Float32Array.from({ length: 1e6 }, (_, i) => i % 1000);
    const b = a.map((value) => value + 2);
    const { statistic, pValue } = kolmogorovSmirnov(a, b);
    expect(statistic).toBeCloseTo(0.002, 12);
    expect(pValue).toBeCloseTo(0.0366, 3);
  });

  it('refuses empty samples, and other options', () => {
    expect(() => kolmogorovSmirnov([1], [1], { method: 'auto' as never })).toThrow(
      "kolmogorovSmirnov: `method` must be 'exact' or 'asymptotic'; received 'auto'.",
    );
    expect(() => kolmogorovSmirnov([1], [1], { mode: 'exact' } as never)).toThrow(
      'kolmogorovSmirnov: `options` must be among `method`, `sorted`; received `mode`.',
    );
    expect(() => kolmogorovSmirnov([], [1])).toThrow(ArgumentError);
    expect(() => kolmogorovSmirnov([1], [])).toThrow(
      'kolmogorovSmirnov: `b` must have at least one number; received none.',
    );
  });
});

describe('chiSquaredTest', () => {
  it.each(chi.cases)('$name', ({ name, counts, statistic, degreesOfFreedom, pValue }) => {
    const result = chiSquaredTest(counts);
    expectClose(result.statistic, statistic, name);
    expect(result.degreesOfFreedom).toBe(degreesOfFreedom);
    expectClose(result.pValue, pValue, name);
  });

  it('takes a million categories', () => {
    const row = (seed: number) => Int32Array.from({ length: 1e6 }, (_, i) => 10 + 10 * ((i * seed) % 7));
    expect(chiSquaredTest([row(3), row(3)])).toEqual({ statistic: 0, degreesOfFreedom: 999_999, pValue: 1 });
    expect(chiSquaredTest([row(3), row(5)]).pValue).toBeLessThan(1e-10);
  });

  it.each<[number[][], string]>([
    [[[1, 2]], 'have at least two rows and two columns; received rows of 2.'],
    [[[1, 2], [3]], 'have at least two rows and two columns; received rows of 2, 1.'],
    [[[1], [2]], 'have at least two rows and two columns; received rows of 1, 1.'],
    [
      [
        [1, -2],
        [3, 4],
      ],
      'be finite and at least 0; received -2.',
    ],
    [
      [
        [1, Number.NaN],
        [3, 4],
      ],
      'be finite and at least 0; received NaN.',
    ],
    [
      [
        [0, 0],
        [3, 4],
      ],
      'have a row for each sample that has any; received row 0 of zeros.',
    ],
    [
      [
        [1, 0],
        [3, 0],
      ],
      'have a column for each category that occurs; received column 1 of zeros.',
    ],
  ])('refuses %j', (counts, message) => {
    expect(() => chiSquaredTest(counts)).toThrow(ArgumentError);
    expect(() => chiSquaredTest(counts)).toThrow(`chiSquaredTest: \`counts\` must ${message}`);
  });
});
