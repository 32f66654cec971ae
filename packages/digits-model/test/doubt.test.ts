import { mnist } from '@neurite/data/mnist';
import { describe, expect, it } from 'vitest';
import { type PreparedDigit, prepareDigit } from '../src/digit-image.js';
import { doubtOf } from '../src/doubt.js';
import type { GreyImage } from '../src/grey-image.js';
import { splitDigits } from '../src/recipe.js';
import { sideBySide, unlikeDigits } from './unlike-digits.js';

/** Of a network that is sure, so that the strokes alone decide. */
const sure = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0];

async function unseen(): Promise<Float32Array[]> {
  const { test } = await splitDigits(await mnist(), 7);
  return (await test.toArray()).map(({ x }) => Float32Array.from(x.data));
}

/** The share of images that are doubted; what holds no ink is refused before, which counts as doubted. */
function shareDoubted(images: readonly GreyImage[]): number {
  const prepared = images.map(prepareDigit);
  const isDoubted = (digit: PreparedDigit | undefined): boolean =>
    digit === undefined || doubtOf(digit.image, sure) !== undefined;
  return prepared.filter(isDoubted).length / images.length;
}

describe('doubtOf', () => {
  it.each(Object.entries(unlikeDigits(100)))('doubts %s', (_, images) => {
    expect(shareDoubted(images)).toBeGreaterThanOrEqual(0.95);
  });

  it('doubts two digits, and not one', async () => {
    const digits = await unseen();
    expect(shareDoubted(sideBySide(digits, 200))).toBeGreaterThanOrEqual(0.95);
    const drawn = digits.map((digit) => ({ width: 28, height: 28, data: digit.map((ink) => 1 - ink) }));
    expect(shareDoubted(drawn)).toBeLessThanOrEqual(0.02);
  });

  it('doubts what no digit is likely for, and says why', async () => {
    const [digit] = await unseen();
    expect(doubtOf(digit!, sure)).toBeUndefined();
    expect(doubtOf(digit!, [0.59, 0.41, 0, 0, 0, 0, 0, 0, 0, 0])).toBe('no digit is likely');
    expect(doubtOf(new Float32Array(784), sure)).toBe('it has spots or faint lines, and no strokes');
    expect(doubtOf(new Float32Array(784).fill(1), sure)).toBe('ink fills it');
    const bars = Float32Array.from({ length: 784 }, (_, i) => (Math.floor(i / 28) % 6 < 2 ? 1 : 0));
    expect(doubtOf(bars, sure)).toBe('it has several parts');
  });
});
