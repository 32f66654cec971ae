import { ArgumentError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/area-under-roc.json' with { type: 'json' };
import { areaUnderRoc } from '../src/index.js';
import { expectClose } from './support/close.js';

describe('areaUnderRoc', () => {
  it.each(fixture.cases)('$name', ({ name, positives, negatives, ...expected }) => {
    const result = areaUnderRoc(positives, negatives, { confidence: 0.9 });
    for (const field of ['area', 'standardError', 'low', 'high', 'pValue'] as const) {
      expectClose(result[field], expected[field], `${name}, ${field}`);
    }
  });

  it('has an interval below 1 where all pairs are in order, and is sure of nothing from one pair', () => {
    const { area, standardError, low, high } = areaUnderRoc([3, 4, 5, 6], [0, 1, 2]);
    expect([area, standardError, high]).toEqual([1, 0, 1]);
    expect(low).toBeCloseTo(0.025 ** (1 / 3), 12);
    expect(areaUnderRoc([0], [1, 2])).toMatchObject({ area: 0, low: 0, high: 1 - 0.025 });
    expect(areaUnderRoc([1, 1], [1])).toMatchObject({ area: 0.5, pValue: 1 });
    expect(areaUnderRoc([1, Number.NaN], [1]).area).toBeNaN();
  });

  it('takes a million scores', () => {
    const scores = Float32Array.from({ length: 5e5 }, (_, i) => ((i * 7919) % 5e5) / 5e5);
    const { area, pValue } = areaUnderRoc(
      scores.map((score) => score + 0.1),
      scores,
    );
    expect(area).toBeCloseTo(0.595, 4);
    expect(pValue).toBe(0);
  });

  it('refuses empty samples and other options', () => {
    expect(() => areaUnderRoc([], [1])).toThrow(ArgumentError);
    expect(() => areaUnderRoc([1], [])).toThrow(
      'areaUnderRoc: `negatives` must have at least one score; received none.',
    );
    expect(() => areaUnderRoc([1], [0], { confidence: 1 })).toThrow('`confidence` must be a finite number above 0 and');
  });
});
