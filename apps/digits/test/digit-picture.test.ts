import { ArgumentError, FormatError } from '@neurite/core';
import { mnist } from '@neurite/data';
import { encode, type ImageData } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { toDigitPicture } from '../src/digit-picture.js';
import { readPng } from '../src/png.js';

const png = (image: ImageData): Uint8Array => encode(image);

describe('readPng', () => {
  it.each<[string, ImageData, number[]]>([
    ['grey, 8 bits', { width: 2, height: 1, data: Uint8Array.of(0, 255), channels: 1 }, [0, 1]],
    ['grey, 16 bits', { width: 2, height: 1, data: Uint16Array.of(0, 65535), channels: 1, depth: 16 }, [0, 1]],
    ['grey with alpha', { width: 2, height: 1, data: Uint8Array.of(0, 255, 0, 0), channels: 2 }, [0, 1]],
    ['colour', { width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 255, 255, 255), channels: 3 }, [0.299, 1]],
    ['colour with alpha', { width: 1, height: 1, data: Uint8Array.of(0, 0, 0, 51), channels: 4 }, [0.8]],
  ])('reads %s', (_, image, shades) => {
    const { data } = readPng(png(image), 'test.png');
    shades.forEach((shade, i) => {
      expect(data[i]).toBeCloseTo(shade, 3);
    });
  });

  it('refuses broken files and promises of too many pixels', () => {
    const whole = png({ width: 8, height: 8, data: new Uint8Array(64), channels: 1 });
    for (const length of [9, 20, 40, whole.length - 20]) {
      expect(() => readPng(whole.slice(0, length), 'cut.png')).toThrow(FormatError);
    }
    const huge = whole.slice();
    new DataView(huge.buffer).setUint32(16, 2 ** 31);
    expect(() => readPng(huge, 'huge.png')).toThrow(
      'huge.png: the PNG picture must have between 1 and 50 million pixels; it has 2147483648 × 8.',
    );
  });
});

describe('toDigitPicture', () => {
  const bar = (width: number, height: number, paper: number, ink: number) => ({
    width,
    height,
    data: Float32Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
      return x > 0.4 && x < 0.6 && y > 0.1 && y < 0.8 ? ink : paper;
    }),
  });

  it('gives the same picture for dark on light and light on dark, in any size', () => {
    const expected = toDigitPicture(bar(100, 200, 1, 0), 'a');
    expect(toDigitPicture(bar(100, 200, 0, 1), 'b')).toEqual(expected);
    const larger = toDigitPicture(bar(300, 600, 0.2, 0.9), 'c');
    const difference = larger.reduce((sum, ink, i) => sum + Math.abs(ink - expected[i]!), 0);
    expect(difference).toBeLessThan(6);
  });

  it('makes the longer side 20 pixels and puts the centre of mass in the middle', () => {
    const picture = toDigitPicture(bar(90, 40, 1, 0), 'bar');
    const rows = Array.from({ length: 28 }, (_, y) => picture.subarray(y * 28, y * 28 + 28).some((ink) => ink > 0));
    expect(rows.filter(Boolean)).toHaveLength(20);
    const { x, y } = centre(picture);
    expect(Math.abs(x - 14.5)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y - 14.5)).toBeLessThanOrEqual(0.5);
  });

  it('puts the digits of MNIST where they were', async () => {
    const { x } = await mnist();
    for (let i = 0; i < 10_000; i += 97) {
      const digit = x.data.slice(i * 784, (i + 1) * 784);
      const [before, after] = [digit, toDigitPicture({ width: 28, height: 28, data: digit }, 'digit')].map(centre);
      expect(Math.hypot(before!.x - after!.x, before!.y - after!.y)).toBeLessThan(1);
    }
  });

  it('says so when there is no ink', () => {
    expect(() => toDigitPicture({ width: 5, height: 5, data: new Float32Array(25).fill(0.5) }, 'x.png')).toThrow(
      ArgumentError,
    );
  });
});

function centre(picture: Float32Array): { x: number; y: number } {
  const mass = picture.reduce((a, b) => a + b, 0);
  const x = picture.reduce((sum, ink, i) => sum + ink * ((i % 28) + 0.5), 0) / mass;
  const y = picture.reduce((sum, ink, i) => sum + ink * (Math.floor(i / 28) + 0.5), 0) / mass;
  return { x, y };
}
