import { ArgumentError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/adjust-p-values.json' with { type: 'json' };
import { adjustPValues } from '../src/index.js';
import { expectClose } from './support/close.js';

const METHODS = ['holm', 'bonferroni', 'hochberg', 'benjaminiHochberg', 'benjaminiYekutieli'] as const;

describe('adjustPValues', () => {
  it.each(METHODS.flatMap((method) => fixture.cases.map((one) => [method, one.name, one] as const)))(
    '%s, %s',
    (method, name, one) => {
      const adjusted = adjustPValues(one.pValues, { method });
      one[method].forEach((expected, i) => {
        expectClose(adjusted[i]!, expected, `${name}, test ${i}`);
      });
    },
  );

  it('is Holm by default, and takes none or a million', () => {
    expect([...adjustPValues([0.01, 0.04, 0.03])]).toEqual([0.03, 0.06, 0.06]);
    expect(adjustPValues([])).toHaveLength(0);
    const many = Float64Array.from({ length: 1e6 }, (_, i) => ((i * 7919) % 1e6) / 1e6);
    expect(adjustPValues(many, { method: 'benjaminiHochberg' })[1]).toBeCloseTo(1, 2);
  });

  it('refuses what is no probability, and other methods', () => {
    expect(() => adjustPValues([0.5, 1.2])).toThrow(ArgumentError);
    expect(() => adjustPValues([0.5, Number.NaN])).toThrow(
      'adjustPValues: `pValues` must be within [0, 1]; received NaN at index 1.',
    );
    expect(() => adjustPValues([0.5], { method: 'sidak' as never })).toThrow(
      "`method` must be 'holm', 'bonferroni', 'hochberg', 'benjaminiHochberg' or 'benjaminiYekutieli'; received 'sidak'.",
    );
  });
});
