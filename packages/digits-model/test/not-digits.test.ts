import { hostArray, RandomStream } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { describe, expect, it } from 'vitest';
import { NO_DIGIT } from '../src/classes.js';
import { withNotDigits } from '../src/not-digits.js';
import { randomFigure } from '../src/random-figure.js';

/** A four, as uneven as it must be to tell how it was turned. */
const four = Float32Array.from({ length: 784 }, (_, i) => {
  const [row, column] = [Math.floor(i / 28), i % 28];
  return (column === 17 && row > 3 && row < 24) ||
    (row === 14 && column > 6 && column < 21) ||
    (column === 8 && row > 5 && row < 15)
    ? 1
    : 0;
});

describe('randomFigure', () => {
  it('has strong ink in bounds, about the middle, and is another one each time', () => {
    const random = RandomStream.fromSeed(3);
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const figure = randomFigure(random);
      const ink = figure.reduce((sum, shade) => sum + shade, 0);
      expect(figure.every((shade) => shade >= 0 && shade <= 1)).toBe(true);
      expect(Math.max(...figure)).toBeGreaterThan(0.5);
      expect(ink).toBeGreaterThan(8);
      const mean = figure.reduce((sum, shade, k) => sum + shade * ((k % 28) + 0.5), 0) / ink;
      expect(Math.abs(mean - 14.5)).toBeLessThan(2);
      seen.add(figure.join());
    }
    expect(seen.size).toBe(200);
  });

  it('is the same for the same seed', () => {
    expect(randomFigure(RandomStream.fromSeed(5))).toEqual(randomFigure(RandomStream.fromSeed(5)));
  });
});

describe('withNotDigits', () => {
  const x = new Float32Array(2000 * 784);
  for (let i = 0; i < 2000; i++) x.set(four, i * 784);
  const fours = fromArrays({ x: hostArray(x, [2000, 28, 28, 1]), y: hostArray(new Int32Array(2000).fill(4), [2000]) });

  it('replaces 18 %, and leaves the others as they are', async () => {
    const samples = await withNotDigits(fours, { digits: true }).toArray();
    const none = samples.filter(({ y }) => y.data[0] === NO_DIGIT);
    expect(none.length).toBeGreaterThan(300);
    expect(none.length).toBeLessThan(420);
    const isFour = ({ x }: (typeof samples)[number]): boolean => four.every((shade, i) => x.data[i] === shade);
    expect(samples.filter(({ y }) => y.data[0] === 4).every(isFour)).toBe(true);
    expect(none.some(isFour)).toBe(false);
    expect(none[0]!.x.shape).toEqual([28, 28, 1]);
  });

  it('spoils digits where they are digits', async () => {
    const mirrored = four.map((_, i) => four[i - (i % 28) + 27 - (i % 28)]!).join();
    const count = async (digits: boolean): Promise<number[]> => {
      const samples = await withNotDigits(fours, { digits }).toArray();
      const none = samples.filter(({ y }) => y.data[0] === NO_DIGIT);
      const crossed = none.filter(({ x }) => four.every((shade, i) => x.data[i]! >= shade));
      return [none.filter(({ x }) => x.data.join() === mirrored).length, crossed.length];
    };
    for (const spoiled of await count(true)) expect(spoiled).toBeGreaterThan(10);
    expect(await count(false)).toEqual([0, 0]);
  });
});
