import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  balanceClasses,
  type DataPipeline,
  fromIterable,
  sampleByWeight,
  seriesWindows,
  splitByTime,
} from '../src/index.js';

const four = fromIterable([0, 1, 2, 3]);

/** How often each number comes. */
async function countsOf(data: DataPipeline<number>, size: number): Promise<number[]> {
  const counts = new Array<number>(size).fill(0);
  for await (const value of data) counts[value]!++;
  return counts;
}

/** Every position of a pass goes on with what comes next, in the same bits. */
async function expectResumable(data: DataPipeline<unknown>): Promise<void> {
  const all = await data.toArray({ epoch: 1, seed: 5 });
  const iterator = data.iterate({ epoch: 1, seed: 5 });
  for (let done = 0; done <= all.length; done++) {
    const position = JSON.parse(JSON.stringify(iterator.position()));
    const rest: unknown[] = [];
    for await (const element of data.iterate({ epoch: 1, seed: 5, position })) rest.push(element);
    expect(rest).toEqual(all.slice(done));
    await iterator.next();
  }
}

describe('sampleByWeight', () => {
  it('draws each element by its weight, and none of weight 0', async () => {
    const counts = await countsOf(sampleByWeight(four, [0, 1, 2, 5], { count: 8000, seed: 1 }), 4);
    expect(counts[0]).toBe(0);
    // Five standard deviations of a binomial.
    for (const [i, p] of [1 / 8, 2 / 8, 5 / 8].entries()) {
      expect(Math.abs(counts[i + 1]! - 8000 * p)).toBeLessThan(5 * Math.sqrt(8000 * p * (1 - p)));
    }
  });

  it('draws the first without replacement by its weight, and each once', async () => {
    const first = [0, 0, 0, 0];
    const data = sampleByWeight(four, [0, 1, 2, 5], { count: 3, replacement: false });
    for (let seed = 0; seed < 1000; seed++) {
      const drawn = await data.toArray({ seed });
      expect(drawn.toSorted()).toEqual([1, 2, 3]);
      first[drawn[0]!]!++;
    }
    expect(Math.abs(first[3]! - 625)).toBeLessThan(5 * Math.sqrt(1000 * (5 / 8) * (3 / 8)));
  });

  it('draws anew in each epoch and goes on at any position', async () => {
    const data = sampleByWeight(fromIterable([...Array(20).keys()]), new Float32Array(20).fill(0.5));
    expect(await data.toArray({ epoch: 1 })).not.toEqual(await data.toArray());
    await expectResumable(data.map((n) => n).batch(3));
    await expectResumable(data.shuffle().repeat(2).skip(3));
  });

  it.each([
    [[1, 2], {}, '`weights` must have one for each of the 4 elements; received 2.'],
    [[1, 2, -1, 0], {}, '`weights` must be finite and at least 0; received -1 for element 2.'],
    [[0, 0, 0, 0], {}, '`weights` must have one above 0; received none.'],
    [
      [0, 1, 1, 0],
      { replacement: false },
      '`count` must be at most 2, the number of elements with a weight above 0; received 4.',
    ],
  ])('refuses %j by %j', async (weights, options, message) => {
    await expectError(() => sampleByWeight(four, weights, options), ArgumentError, `sampleByWeight: ${message}`);
  });
});

describe('balanceClasses', () => {
  it('gives all classes alike', async () => {
    const rare = fromIterable(Array.from({ length: 100 }, (_, i) => (i < 3 ? 0 : 1)));
    const counts = await countsOf(await balanceClasses(rare, (label) => label, { count: 4000 }), 2);
    expect(Math.abs(counts[0]! - 2000)).toBeLessThan(5 * Math.sqrt(1000));
  });
});

describe('seriesWindows', () => {
  const series = hostArray(
    Float32Array.from({ length: 20 }, (_, i) => i),
    [10, 2],
  );

  it('takes x and what comes after the gap', async () => {
    const data = seriesWindows(series, { length: 3, horizon: 2, gap: 1, stride: 2, targets: [1] });
    expect(data.size).toBe(3);
    expect(await data.at(1)).toEqual({
      x: hostArray(Float32Array.of(4, 5, 6, 7, 8, 9), [3, 2]),
      y: hostArray(Float32Array.of(13, 15), [2, 1]),
    });
    expect((await seriesWindows(series, { length: 9 }).at(0)).y).toEqual(hostArray(Float32Array.of(18, 19), [1, 2]));
    const single = seriesWindows(hostArray(Float32Array.of(1, 2, 3)), { length: 2 });
    expect(await single.toArray()).toEqual([
      { x: hostArray(Float32Array.of(1, 2), [2, 1]), y: hostArray(Float32Array.of(3), [1, 1]) },
    ]);
    await expectResumable(data.shuffle().batch(2));
  });

  it('refuses series that are too short, and columns that are not there', async () => {
    await expectError(
      () => seriesWindows(series, { length: 8, gap: 2 }),
      ArgumentError,
      'seriesWindows: `series` must have at least 11 steps, as many as `length`, `gap` and `horizon` together; received 10.',
    );
    await expectError(
      () => seriesWindows(series, { length: 2, targets: [2] }),
      ArgumentError,
      'seriesWindows: `targets` must be an integer from 0 to 1; received 2.',
    );
    await expectError(
      () => seriesWindows(hostArray(new Float32Array(8), [2, 2, 2]), { length: 1 }),
      ShapeError,
      'seriesWindows: `series` must be float32 of shape [time] or [time, channels]; received float32 of shape [2, 2, 2].',
    );
  });
});

describe('splitByTime', () => {
  const years = fromIterable([5, 3, 9, 1, 7, 3, 8, 2, 6, 4]);
  const time = (year: number): number => year;

  it('gives the earliest first, and tears no time apart', async () => {
    const { train, test } = await splitByTime(years, { train: 0.3, test: 0.7 }, { time });
    expect(await train.toArray()).toEqual([1, 2, 3, 3]); // the second 3 goes along
    expect(await test.toArray()).toEqual([4, 5, 6, 7, 8, 9]);
  });

  it('leaves a gap behind each part', async () => {
    const parts = await splitByTime(
      years,
      { a: 0.4, b: 0.3, c: 0.3 },
      { time: (year) => new Date(Date.UTC(1970, 0, year)), gap: 2 * 86_400_000 },
    );
    expect(await Promise.all([parts.a, parts.b, parts.c].map((part) => part.toArray()))).toEqual([
      [1, 2, 3, 3],
      [5, 6],
      [8, 9],
    ]);
  });

  it('refuses times that are none, and parts without samples', async () => {
    await expectError(
      () => splitByTime(years, { a: 0.5, b: 0.5 }, { time: (_, i) => (i === 1 ? Number.NaN : i) }),
      ArgumentError,
      'splitByTime: `time` must give a finite number or a valid date; received NaN for element 1.',
    );
    await expectError(
      () => splitByTime(years, { a: 0.5, b: 0.5 }, { time, gap: 100 }),
      ArgumentError,
      'splitByTime: `fractions` must leave samples for each part; received none for b.',
    );
    await expectError(
      () => splitByTime(years, { a: 0.5, b: 0.4 }, { time }),
      ArgumentError,
      'splitByTime: `fractions` must be at least 0 and add up to 1; received a: 0.5, b: 0.4, together 0.9.',
    );
  });
});
