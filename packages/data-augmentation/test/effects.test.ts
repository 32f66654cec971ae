import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { expect, it } from 'vitest';
import { clahe, emboss, glassBlur, jpegCompression, randomToneCurve, zoomBlur } from '../src/index.js';
import { testFamily } from './table.js';

testFamily('effects', {
  emboss: [emboss(), { identity: { strength: 0.3, share: 0 } }],
  randomToneCurve: [randomToneCurve(), { identity: { dark: 1 / 3, bright: 2 / 3 } }],
  clahe: [clahe({ tiles: 2 }), { also: [['claheThirds', clahe({ tiles: 3 })]] }],
  jpegCompression: [jpegCompression(), { also: [['jpegFull', jpegCompression({ subsampling: '4:4:4' })]] }],
  zoomBlur: [zoomBlur(), { identity: { zoom: 1 } }],
  glassBlur: [glassBlur(), { alone: true }],
});

it('keep alpha, and the gray of gray pixels in color', () => {
  const gray = Uint8Array.from({ length: 8 * 8 * 4 }, (_, i) => (i % 4 === 3 ? 77 : 16 * (i >> 5)));
  const image = hostArray(gray, [8, 8, 4]);
  for (const { data } of [
    clahe({ tiles: 2 }).image(image, { clipLimit: 3 }),
    jpegCompression().image(image, { quality: 30 }),
  ]) {
    for (let at = 0; at < data.length; at += 4) {
      expect(data[at + 3]).toBe(77);
      expect(Math.abs(data[at]! - data[at + 1]!)).toBeLessThanOrEqual(1);
    }
  }
});

it('glassBlur moves values, and keeps about their mean', () => {
  const image = hostArray(
    Float32Array.from({ length: 40_000 }, (_, i) => ((i * 7919) % 1000) / 1000),
    [200, 200, 1],
  );
  const { data } = glassBlur().image(image, { sigma: 0.3, seed: 1 });
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(data)).toBeCloseTo(mean(image.data), 2);
  expect(glassBlur().image(image, { sigma: 0.3, seed: 2 }).data).not.toEqual(data);
});

it('take a million values', () => {
  const image = hostArray(new Uint8Array(1_000_000).fill(100), [1000, 1000, 1]);
  expect(jpegCompression().image(image, { quality: 50 }).data[999_999]).toBe(100);
  expect(zoomBlur().image(image, { zoom: 1.02 }).data[500_500]).toBe(100);
  expect(
    clahe()
      .image(image, { clipLimit: 2 })
      .data.every((value, _, all) => value === all[0]),
  ).toBe(true);
});

it.each([
  [() => emboss({ share: 2 }), 'emboss: `share` must be a finite number of at least 0 and of at most 1; received 2.'],
  [
    () => randomToneCurve({ dark: -1 }),
    'randomToneCurve: `dark` must be a finite number of at least 0 and of at most 1; received -1.',
  ],
  [() => clahe({ clipLimit: 0.5 }), 'clahe: `clipLimit` must be a finite number of at least 1; received 0.5.'],
  [
    () => jpegCompression({ quality: 0 }),
    'jpegCompression: `quality` must be a finite number of at least 1 and of at most 100; received 0.',
  ],
  [
    () => zoomBlur({ zoom: 0.9 }),
    'zoomBlur: `zoom` must be a finite number of at least 1 and of at most 10; received 0.9.',
  ],
  [() => glassBlur({ distance: 0 }), 'glassBlur: `distance` must be an integer of at least 1; received 0.'],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});

it('refuses an image smaller than its tiles', async () => {
  await expectError(
    () => clahe({ tiles: 3 }).image(hostArray(new Uint8Array(8), [2, 4, 1]), { clipLimit: 2 }),
    ShapeError,
    'clahe: `image` must have at least 3 × 3 pixels, a tile for each; received 2 × 4.',
  );
});
