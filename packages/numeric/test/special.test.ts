import { ArgumentError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/special.json' with { type: 'json' };
import { erf, erfc, logBeta, logGamma, regularizedBeta, regularizedGamma } from '../src/index.js';
import { expectClose } from './support/close.js';

const functions: Record<string, (...values: number[]) => number> = {
  logGamma,
  erf,
  erfc,
  logBeta,
  'regularizedGamma.lower': (a, x) => regularizedGamma(a!, x!).lower,
  'regularizedGamma.upper': (a, x) => regularizedGamma(a!, x!).upper,
  'regularizedBeta.lower': (a, b, x) => regularizedBeta(x!, { a: a!, b: b! }).lower,
  'regularizedBeta.upper': (a, b, x) => regularizedBeta(x!, { a: a!, b: b! }).upper,
};

describe('special functions', () => {
  it.each(fixture.cases)('$name has the digits of mpmath', ({ name, arguments: all, values }) => {
    for (const [i, values_] of all.entries()) {
      expectClose(functions[name]!(...values_), values[i]!, `${name}(${values_.join(', ')})`);
    }
  });

  it('reach the ends', () => {
    expect(regularizedGamma(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(regularizedGamma(2, Number.POSITIVE_INFINITY)).toEqual({ lower: 1, upper: 0 });
    expect(regularizedBeta(0, { a: 2, b: 3 })).toEqual({ lower: 0, upper: 1 });
    expect(regularizedBeta(1, { a: 2, b: 3 })).toEqual({ lower: 1, upper: 0 });
    expect([erf(Number.POSITIVE_INFINITY), erf(Number.NEGATIVE_INFINITY), erfc(-30)]).toEqual([1, -1, 2]);
  });

  it('take NaN to NaN', () => {
    for (const value of [erf(Number.NaN), erfc(Number.NaN), regularizedGamma(1, Number.NaN).upper])
      expect(value).toBeNaN();
    expect(regularizedBeta(Number.NaN, { a: 1, b: 1 }).lower).toBeNaN();
  });

  it.each<[() => unknown, string]>([
    [() => logGamma(0), 'logGamma: `x` must be a finite number above 0; received 0.'],
    [() => logGamma(Number.NaN), 'logGamma: `x` must be a finite number above 0; received NaN.'],
    [() => logBeta(1, -2), 'logBeta: `b` must be a finite number above 0; received -2.'],
    [() => regularizedGamma(0, 1), 'regularizedGamma: `a` must be a finite number above 0; received 0.'],
    [() => regularizedGamma(1, -1), 'regularizedGamma: `x` must be at least 0; received -1.'],
    [() => regularizedBeta(1.5, { a: 1, b: 1 }), 'regularizedBeta: `x` must be within [0, 1]; received 1.5.'],
    [
      () => regularizedBeta(0.5, { a: Number.POSITIVE_INFINITY, b: 1 }),
      'regularizedBeta: `a` must be a finite number above 0; received Infinity.',
    ],
  ])('refuses %s', (call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
