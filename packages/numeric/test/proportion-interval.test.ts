import { expect, it } from 'vitest';
import { proportionInterval } from '../src/hypothesis/proportion-interval.js';

// scipy.stats.binomtest(successes, trials).proportion_ci(confidence, 'exact') of SciPy 1.17.1
it.each([
  [8, 10, 0.95, 0.4439045376923585, 0.9747892736731665],
  [1, 7, 0.9, 0.007300831979146776, 0.520702973591307],
  [5103, 10000, 0.95, 0.5004504587749651, 0.520143539545014],
  [0, 10, 0.95, 0.0, 0.30849710781876294],
  [10, 10, 0.99, 0.5887040186524746, 1.0],
] as const)('is that of SciPy: %i of %i at %f', (successes, trials, confidence, low, high) => {
  const interval = proportionInterval(successes, trials, { confidence });
  expect(interval.proportion).toBe(successes / trials);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

it('has the certain ends at the ends', () => {
  expect(proportionInterval(0, 5)).toMatchObject({ proportion: 0, low: 0 });
  expect(proportionInterval(5, 5)).toMatchObject({ proportion: 1, high: 1 });
});

it.each([
  [() => proportionInterval(1, 0), 'proportionInterval: `trials` must be an integer of at least 1; received 0.'],
  [() => proportionInterval(3, 2), 'proportionInterval: `successes` must be an integer'],
  [() => proportionInterval(1, 2, { confidence: 1 }), 'proportionInterval: `confidence` must be'],
])('refuses what is no proportion: %s', (call, message) => {
  expect(call).toThrow(message);
});
