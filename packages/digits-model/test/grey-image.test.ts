import { hostArray } from '@neurite/core';
import { expect, it } from 'vitest';
import { toGrey } from '../src/grey-image.js';

it.each<[string, number[], number, number[]]>([
  ['grey', [0, 51, 255], 1, [0, 0.2, 1]],
  ['grey with alpha', [0, 255, 0, 0, 255, 128], 2, [0, 1, 1]],
  ['colour', [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255], 3, [0.299, 0.587, 0.114, 1]],
  ['colour with alpha', [0, 0, 0, 51], 4, [0.8]],
])('sees %s as on white paper', (_, data, channels, shades) => {
  const { width, height, data: grey } = toGrey(hostArray(Uint8Array.from(data), [1, shades.length, channels]));
  expect([width, height, grey.length]).toEqual([shades.length, 1, shades.length]);
  shades.forEach((shade, i) => {
    expect(grey[i]).toBeCloseTo(shade, 6);
  });
});
