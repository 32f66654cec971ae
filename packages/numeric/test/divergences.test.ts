import { ArgumentError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import shares from '../../../fixtures/numeric/divergences.json' with { type: 'json' };
import wasserstein from '../../../fixtures/numeric/wasserstein-distance.json' with { type: 'json' };
import { jensenShannonDistance, populationStabilityIndex, wassersteinDistance } from '../src/index.js';
import { expectClose } from './support/close.js';

describe('wassersteinDistance', () => {
  it.each(wasserstein.cases)('$name', ({ name, a, b, distance }) => {
    expectClose(wassersteinDistance(a, b), distance, name);
    expectClose(wassersteinDistance(b, a), distance, `${name}, the other way`);
    const inOrder = [a, b].map((sample) => Float64Array.from(sample).sort()) as [Float64Array, Float64Array];
    expectClose(wassersteinDistance(...inOrder, { sorted: true }), distance, `${name}, sorted`);
  });

  it('is 0 of equal samples, the shift of shifted ones, and NaN where a number is', () => {
    expect(wassersteinDistance([3, 1, 2], [1, 2, 3])).toBe(0);
    expect(wassersteinDistance([1, Number.NaN], [1])).toBeNaN();
    const many = Float32Array.from({ length: 1e6 }, (_, i) => (i * 7919) % 1000);
    const moved = many.map((value) => value + 2);
    expect(wassersteinDistance(many, moved)).toBeCloseTo(2, 9);
  });

  it('refuses empty samples and other options', () => {
    expect(() => wassersteinDistance([], [1])).toThrow(
      'wassersteinDistance: `a` must have at least one number; received none.',
    );
    expect(() => wassersteinDistance([1], [])).toThrow(ArgumentError);
    expect(() => wassersteinDistance([1], [1], { weights: 1 } as never)).toThrow(
      'be among `sorted`; received `weights`',
    );
  });
});

describe('jensenShannonDistance and populationStabilityIndex', () => {
  it.each(shares.cases)('$name', ({ name, p, q, jensenShannon, jensenShannonBase2, stability }) => {
    expectClose(jensenShannonDistance(p, q), jensenShannon, name);
    expectClose(jensenShannonDistance(q, p, { base: 2 }), jensenShannonBase2, `${name}, base 2`);
    expectClose(populationStabilityIndex(p, q), stability, `${name}, stability`);
  });

  it('are 0 of equal distributions; the distance is 1 of disjoint ones in base 2', () => {
    expect(jensenShannonDistance([1, 3, 6], [2, 6, 12])).toBe(0);
    expect(populationStabilityIndex([1, 3, 6], [2, 6, 12])).toBe(0);
    expect(jensenShannonDistance([1, 0], [0, 5], { base: 2 })).toBe(1);
    expect(populationStabilityIndex([1, 0], [0, 5], { smallest: 0.01 })).toBeCloseTo(2 * 0.99 * Math.log(100), 12);
  });

  it('take a million categories', () => {
    const p = Float64Array.from({ length: 1e6 }, (_, i) => 1 + (i % 7));
    expect(jensenShannonDistance(p, p.toReversed())).toBeGreaterThan(0.2);
    expect(populationStabilityIndex(p, p)).toBe(0);
  });

  it.each<[string, () => unknown, string]>([
    ['other lengths', () => jensenShannonDistance([1, 2], [1]), '`q` must have 2 categories; received 1.'],
    [
      'a negative count',
      () => jensenShannonDistance([1, -2], [1, 1]),
      '`p` must be finite and at least 0; received -2',
    ],
    ['NaN', () => populationStabilityIndex([1], [Number.NaN]), '`actual` must be finite and at least 0; received NaN'],
    ['zeros', () => populationStabilityIndex([0, 0], [1, 1]), '`expected` must have a count above 0; received none.'],
    ['base 1', () => jensenShannonDistance([1], [1], { base: 1 }), '`base` must be a finite number above 1'],
    ['a share of 0', () => populationStabilityIndex([1], [1], { smallest: 0 }), '`smallest` must be a finite number'],
  ])('refuse %s', (_, call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
