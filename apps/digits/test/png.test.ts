import { FormatError } from '@neurite/core';
import { encode, type ImageData } from 'fast-png';
import { describe, expect, it } from 'vitest';
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
      'huge.png: the PNG image must have between 1 and 50 million pixels; it has 2147483648 × 8.',
    );
  });
});
