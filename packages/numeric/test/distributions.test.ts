import { ArgumentError } from '@neurite/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/distributions.json' with { type: 'json' };
import { beta, chiSquared, type Distribution, fisherF, gamma, normal, studentT } from '../src/index.js';
import { expectClose } from './support/close.js';

type Parameters = Readonly<Record<string, number>>;

function make(name: string, parameters: Parameters): Distribution {
  const { degreesOfFreedom = 1, shape = 1, scale = 1, numerator = 1, denominator = 1, a = 1, b = 1 } = parameters;
  const makers: Record<string, () => Distribution> = {
    normal: () => normal(parameters),
    studentT: () => studentT(degreesOfFreedom),
    chiSquared: () => chiSquared(degreesOfFreedom),
    gamma: () => gamma({ shape, scale }),
    fisherF: () => fisherF({ numerator, denominator }),
    beta: () => beta({ a, b }),
  };
  return makers[name]!();
}

const title = ({ name, parameters }: { name: string; parameters: object }) => `${name} ${JSON.stringify(parameters)}`;

describe('distributions', () => {
  for (const test of fixture.cases) {
    it(`${title(test)}: density, tails and quantiles`, () => {
      const distribution = make(test.name, test.parameters as unknown as Parameters);
      expect(distribution.name).toBe(test.name);
      for (const name of ['pdf', 'cdf', 'survival'] as const) {
        for (const [i, x] of test.xs.entries()) expectClose(distribution[name](x), test[name][i]!, `${name}(${x})`);
      }
      for (const name of ['quantile', 'survivalQuantile'] as const) {
        for (const [i, p] of test.probabilities.entries()) {
          const expected = test[name][i];
          if (typeof expected === 'number') expectClose(distribution[name](p), expected, `${name}(${p})`);
        }
      }
    });
  }

  const parameter = fc.double({ min: 0.05, max: 300, noNaN: true });
  const any = fc.oneof(
    fc.constant(normal()),
    parameter.map(studentT),
    parameter.map(chiSquared),
    fc.record({ shape: parameter, scale: parameter }).map(gamma),
    fc.record({ numerator: parameter, denominator: parameter }).map(fisherF),
    fc.record({ a: parameter, b: parameter }).map(beta),
  );

  it('have quantiles that their distribution functions undo', () => {
    fc.assert(
      fc.property(any, fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (distribution, p) => {
        for (const [quantile, tail] of [
          ['quantile', 'cdf'],
          ['survivalQuantile', 'survival'],
        ] as const) {
          const x = distribution[quantile](p);
          // A neighbour of x has another probability: rounding x costs as much as the density tells.
          const slack = 2e-16 * (Math.abs(x) + 1e-300) * distribution.pdf(x);
          if (Math.abs(x) < 1e-300 || Math.abs(x) > 1e300 || x === 1 || !Number.isFinite(x) || !Number.isFinite(slack))
            continue;
          expect(Math.abs(distribution[tail](x) - p)).toBeLessThanOrEqual(1e-12 * p + 4 * slack);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('grow from 0 to 1, and end there', () => {
    fc.assert(
      fc.property(any, fc.double({ noNaN: true }), fc.double({ noNaN: true }), (distribution, x, y) => {
        const [low, high] = x < y ? [x, y] : [y, x];
        expect(distribution.cdf(low)).toBeLessThanOrEqual(distribution.cdf(high) + 1e-15);
        expect(distribution.cdf(x) + distribution.survival(x)).toBeCloseTo(1, 12);
        expect(distribution.pdf(x)).toBeGreaterThanOrEqual(0);
      }),
    );
    for (const distribution of [
      normal(),
      studentT(3),
      chiSquared(4),
      gamma({ shape: 2 }),
      fisherF({ numerator: 3, denominator: 4 }),
      beta({ a: 2, b: 3 }),
    ]) {
      const [from, to] = [distribution.quantile(0), distribution.quantile(1)];
      expect([distribution.survivalQuantile(1), distribution.survivalQuantile(0)]).toEqual([from, to]);
      expect([distribution.cdf(from), distribution.cdf(to)]).toEqual([0, 1]);
      expect([distribution.survival(from), distribution.survival(to)]).toEqual([1, 0]);
      expect([distribution.pdf(from - 1), distribution.pdf(to + 1)]).toEqual([0, 0]);
      for (const name of ['pdf', 'cdf', 'survival', 'quantile', 'survivalQuantile'] as const) {
        expect(distribution[name](Number.NaN)).toBeNaN();
      }
    }
  });

  it('know their densities at the ends', () => {
    const infinity = Number.POSITIVE_INFINITY;
    expect([0.5, 1, 2].map((shape) => gamma({ shape, scale: 4 }).pdf(0))).toEqual([infinity, 0.25, 0]);
    expect([1, 2, 3].map((numerator) => fisherF({ numerator, denominator: 5 }).pdf(0))).toEqual([infinity, 1, 0]);
    expect([0.5, 1, 2].map((a) => beta({ a, b: 3 }).pdf(0))).toEqual([infinity, 3, 0]);
    expect([0.5, 1, 2].map((b) => beta({ a: 3, b }).pdf(1))).toEqual([infinity, 3, 0]);
  });

  it.each<[() => unknown, string]>([
    [
      () => normal({ standardDeviation: 0 }),
      'normal: `standardDeviation` must be a finite number above 0; received 0.',
    ],
    [() => normal({ mean: Number.NaN }), 'normal: `mean` must be finite; received NaN.'],
    [() => studentT(-1), 'studentT: `degreesOfFreedom` must be a finite number above 0; received -1.'],
    [() => chiSquared(Number.NaN), 'chiSquared: `degreesOfFreedom` must be a finite number above 0; received NaN.'],
    [() => gamma({ shape: 0 }), 'gamma: `shape` must be a finite number above 0; received 0.'],
    [() => gamma({ shape: 1, scale: -1 }), 'gamma: `scale` must be a finite number above 0; received -1.'],
    [
      () => fisherF({ numerator: 1, denominator: 0 }),
      'fisherF: `denominator` must be a finite number above 0; received 0.',
    ],
    [
      () => beta({ a: 1, b: Number.POSITIVE_INFINITY }),
      'beta: `b` must be a finite number above 0; received Infinity.',
    ],
    [
      () => normal().quantile(1.5),
      'normal.quantile: `probability` must be a finite number of at least 0 and of at most 1; received 1.5.',
    ],
    [
      () => beta({ a: 1, b: 1 }).survivalQuantile(-1),
      'beta.survivalQuantile: `probability` must be a finite number of at least 0 and of at most 1; received -1.',
    ],
  ])('refuses %s', (call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(message);
  });
});
