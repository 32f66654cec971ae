import type { Example } from '@neurite/core';
import { expect, test } from 'vitest';
import { FIRST_CONFIG } from '../../src/network/network-config.js';
import type { Sample } from '../../src/network/samples.js';
import { LiveBatches } from '../../src/network/training-data.js';

const samples: readonly Sample[] = Array.from({ length: 5 }, (_, i) => ({ x1: i, x2: 0, label: i % 2 }));

/** The points of a batch, by their first coordinate. */
function pointsOf({ x }: Example): number[] {
  return [...x.data].filter((_, i) => i % 2 === 0).map(Number);
}

async function take(iterator: AsyncIterator<Example>, count: number): Promise<number[][]> {
  const taken: number[][] = [];
  while (taken.length < count) taken.push(pointsOf((await iterator.next()).value as Example)); // it has no end
  return taken;
}

test('one iteration gives pass after pass, each whole and in an order of its own, and goes on from any place', async () => {
  let batch = 2;
  const batches = new LiveBatches(samples, () => ({ ...FIRST_CONFIG, batch }));
  const iterator = batches.iterate({ seed: 3 });
  const first = await take(iterator, 4);
  const place = iterator.position();
  const rest = await take(iterator, 5);
  const all = [...first, ...rest];
  const passes = [0, 3, 6].map((from) => all.slice(from, from + 3).flat());
  for (const pass of passes) expect(pass.toSorted()).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(passes.map(String)).size).toBe(3);
  expect(
    await take(new LiveBatches(samples, () => ({ ...FIRST_CONFIG, batch })).iterate({ seed: 3, position: place }), 5),
  ).toEqual(rest);
  // Batches are read before their steps.
  expect([0, 2, 3, 5, 6, 8].map((done) => batches.completed(done))).toEqual([0, 0, 1, 1, 2, 2]);
  batch = 5;
  await take(iterator, 2);
  expect([9, 10, 11].map((done) => batches.completed(done))).toEqual([3, 4, 5]);
});

test('without points there is nothing, and no waiting for it', async () => {
  expect(await new LiveBatches([], () => FIRST_CONFIG).iterate().next()).toMatchObject({ done: true });
});
