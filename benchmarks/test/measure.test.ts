import { expect, it } from 'vitest';
import { measure, quantile } from '../src/measure.js';

it('interpolates between the two nearest values', () => {
  expect(quantile([1, 2, 3], 0.5)).toBe(2);
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 4, 5], 0.25)).toBe(2);
});

it('lets contenders take turns and leaves the warm-up out', async () => {
  const order: string[] = [];
  const contender = (name: string) => ({ name, run: () => void order.push(name) });
  const results = await measure([contender('a'), contender('b')], { warmUp: 1, runs: 2 });
  expect(order.join('')).toBe('ababab');
  expect(results.map(({ name, times }) => `${name} ${times.length}`)).toEqual(['a 2', 'b 2']);
});

it('takes the milliseconds that a contender counted itself', async () => {
  const [result] = await measure([{ name: 'a', run: async () => 7 }], { warmUp: 0, runs: 3 });
  expect(result!.median).toBe(7);
});
