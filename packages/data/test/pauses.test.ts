import { describe, expect, it } from 'vitest';
import { fromArrays, sampleByWeight, split, splitByTime } from '../src/index.js';

const SIZE = 1_000_000;
const y = Int32Array.from({ length: SIZE }, (_, i) => (i * 7919) % 1000);
const data = fromArrays({ y });
const label = (sample: { readonly y: { readonly data: Int32Array } }): number => sample.y.data[0]! % 3;

/** How often the event loop turned while work went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

describe('a million samples let others have the event loop', () => {
  it.each([
    ['split by class', () => split(data, { a: 0.5, b: 0.5 }, { stratify: label })],
    ['split by group', () => split(data, { a: 0.5, b: 0.5 }, { group: label })],
    ['split by time', () => splitByTime(data, { a: 0.5, b: 0.5 }, { time: (sample) => sample.y.data[0]! })],
    ['drawn by weight', () => sampleByWeight(data, new Float32Array(SIZE).fill(1)).at(0)],
    ['drawn without replacement', () => sampleByWeight(data, y, { replacement: false, count: 9 }).at(0)],
  ] as const)('%s', async (_, work) => {
    expect(await turnsDuring(work)).toBeGreaterThan(2);
  });

  it('split by time in the order of a comparison sort', async () => {
    const times = Float64Array.of(3, -0, 0, -1e300, Number.MIN_VALUE, 1e300, -2.5, 3, -2.5, 0.1, -Number.MIN_VALUE);
    const small = fromArrays({ i: Int32Array.from(times.keys()) });
    const { all } = await splitByTime(small, { all: 1 }, { time: ({ i }) => times[i.data[0]!]! });
    const order = [...times.keys()].sort((a, b) => times[a]! - times[b]! || a - b);
    expect((await all.toArray()).map(({ i }) => i.data[0])).toEqual(order);
  });
});
