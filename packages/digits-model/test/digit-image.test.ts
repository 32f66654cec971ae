import { ArgumentError } from '@neurite/core';
import { mnist } from '@neurite/data/mnist';
import { describe, expect, it } from 'vitest';
import { toDigitImage } from '../src/digit-image.js';

describe('toDigitImage', () => {
  const bar = (width: number, height: number, paper: number, ink: number) => ({
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
      return x > 0.4 && x < 0.6 && y > 0.1 && y < 0.8 ? ink : paper;
    }),
  });

  it('gives the same image for dark on light and light on dark, in any size', () => {
    const expected = toDigitImage(bar(100, 200, 1, 0), 'a');
    expect(toDigitImage(bar(100, 200, 0, 1), 'b')).toEqual(expected);
    const larger = toDigitImage(bar(300, 600, 0.2, 0.9), 'c');
    const difference = larger.reduce((sum, ink, i) => sum + Math.abs(ink - expected[i]!), 0);
    expect(difference).toBeLessThan(6);
  });

  it('makes the longer side 20 pixels and puts the centre of mass in the middle', () => {
    const image = toDigitImage(bar(90, 40, 1, 0), 'bar');
    const rows = Array.from({ length: 28 }, (_, y) => image.subarray(y * 28, y * 28 + 28).some((ink) => ink > 0));
    expect(rows.filter(Boolean)).toHaveLength(20);
    const { x, y } = centre(image);
    expect(Math.abs(x - 14.5)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y - 14.5)).toBeLessThanOrEqual(0.5);
  });

  it('puts the digits of MNIST where they were', async () => {
    const { x } = await mnist();
    for (let i = 0; i < 10_000; i += 97) {
      const digit = x.data.slice(i * 784, (i + 1) * 784);
      const [before, after] = [digit, toDigitImage({ width: 28, height: 28, data: digit }, 'digit')].map(centre);
      expect(Math.hypot(before!.x - after!.x, before!.y - after!.y)).toBeLessThan(1);
    }
  });

  it('says so when there is no ink', () => {
    expect(() => toDigitImage({ width: 5, height: 5, data: new Float32Array(25).fill(0.5) }, 'x.png')).toThrow(
      ArgumentError,
    );
  });
});

function centre(image: Float32Array): { x: number; y: number } {
  const mass = image.reduce((a, b) => a + b, 0);
  const x = image.reduce((sum, ink, i) => sum + ink * ((i % 28) + 0.5), 0) / mass;
  const y = image.reduce((sum, ink, i) => sum + ink * (Math.floor(i / 28) + 0.5), 0) / mass;
  return { x, y };
}
