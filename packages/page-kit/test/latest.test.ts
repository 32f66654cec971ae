import { expect, it } from 'vitest';
import { latest } from '../src/latest.js';

it('runs one at a time, and of those that wait only the newest', async () => {
  const seen: number[] = [];
  let finish = (): void => {};
  const call = latest((n: number) => {
    seen.push(n);
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  for (const n of [1, 2, 3, 4]) call(n);
  expect(seen).toEqual([1]);
  finish();
  await new Promise((resolve) => setTimeout(resolve));
  expect(seen).toEqual([1, 4]);
  finish();
  await new Promise((resolve) => setTimeout(resolve));
  call(5);
  expect(seen).toEqual([1, 4, 5]);
});
