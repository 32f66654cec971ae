import { expect, it } from 'vitest';
import { decades, integerTicks, shares, thin } from '../src/curve.js';

it('thins to means at the middles of equal parts', () => {
  expect(thin([1, 2, 3], 10)).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  expect(thin([1, 3, 5, 7, 9], 3)).toEqual([
    [1.5, 2],
    [3.5, 6],
    [5, 9],
  ]);
  expect(thin([], 3)).toEqual([]);
});

it('marks integers, not too many', () => {
  expect(integerTicks(5).map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(integerTicks(20).map(({ at }) => at)).toEqual([0, 5, 10, 15, 20]);
});

it('finds decades around all losses, whatever they are', () => {
  expect(decades([])).toMatchObject({ from: 0.3, to: 3 });
  expect(decades([2.3, 0.05])).toMatchObject({ from: 0.03, to: 3 });
  expect(decades([Number.NaN, 0, Number.POSITIVE_INFINITY, 400])).toMatchObject({ from: 0.3, to: 100 });
  expect(decades(Array.from({ length: 1_000_000 }, (_, i) => (i === 7 ? 50 : 0.02)))).toMatchObject({
    from: 0.01,
    to: 100,
  });
});

it('goes as near to the accuracies as it can', () => {
  expect(shares([0.97, 0.91])).toMatchObject({ from: 0.9, to: 1 });
  expect(shares([0.97, 0.65])).toMatchObject({ from: 0.6, to: 1 });
  expect(shares([0.1]).ticks.map(({ label }) => label)).toEqual(['0 %', '25 %', '50 %', '75 %', '100 %']);
});
