import { ArgumentError, hostArray } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { expect, it } from 'vitest';
import {
  colorJitter,
  randomAutocontrast,
  randomBrightness,
  randomChannelDropout,
  randomChannelShuffle,
  randomContrast,
  randomEqualize,
  randomGamma,
  randomGray,
  randomHue,
  randomInvert,
  randomPosterize,
  randomSaturation,
  randomSharpness,
  randomSolarize,
} from '../src/index.js';
import { testFamily } from './table.js';

testFamily('color', {
  randomBrightness: [randomBrightness(), { identity: { factor: 1 } }],
  randomContrast: [randomContrast(), { identity: { factor: 1 } }],
  randomSaturation: [randomSaturation(), { identity: { factor: 1 } }],
  randomHue: [randomHue()],
  randomGamma: [randomGamma(), { identity: { gamma: 1 } }],
  randomGray: [randomGray({ probability: 0.5 })],
  randomInvert: [randomInvert()],
  randomPosterize: [randomPosterize()],
  randomSolarize: [randomSolarize({ threshold: [0.2, 0.8] })],
  randomEqualize: [randomEqualize()],
  randomAutocontrast: [randomAutocontrast()],
  randomSharpness: [randomSharpness(), { identity: { factor: 1 } }],
  randomChannelShuffle: [randomChannelShuffle(), { identity: { order: [0, 1, 2] } }],
  randomChannelDropout: [randomChannelDropout()],
  colorJitter: [colorJitter({ brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.1 })],
});

it('keeps alpha, and gray images gray', () => {
  const pixel = hostArray(Uint8Array.of(200, 100, 50, 77), [1, 1, 4]);
  expect([...randomHue().image(pixel, { turn: 1 / 3 }).data]).toEqual([50, 200, 100, 77]);
  const gray = hostArray(Uint8Array.of(200), [1, 1, 1]);
  expect(randomSaturation().image(gray, { factor: 0 })).toEqual(gray);
});

it('equalizes a million pixels', () => {
  const image = hostArray(
    Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 128),
    [1000, 1000, 1],
  );
  const { data } = randomEqualize().image(image, {});
  expect([data[0], data[64], data[127]]).toEqual([0, 129, 255]);
});

it.each([
  [
    () => randomBrightness({ factor: -1 }),
    'randomBrightness: `factor` must be a finite number of at least 0; received -1.',
  ],
  [
    () => randomContrast({ factor: [-1, 1] }),
    'randomContrast: `factor` must be a finite number of at least 0; received -1.',
  ],
  [
    () => randomHue({ turn: [-1, 0] }),
    'randomHue: `turn` must be a finite number of at least -0.5 and of at most 0.5; received -1.',
  ],
  [() => randomGamma({ gamma: [0, 1] }), 'randomGamma: `gamma` must be a finite number above 0; received 0.'],
  [() => randomPosterize({ bits: [2.5, 4] }), 'randomPosterize: `bits` must be integers; received 2.5, 4.'],
  [
    () => randomSolarize({ threshold: 128 }),
    'randomSolarize: `threshold` must be a finite number of at least 0 and of at most 1; received 128.',
  ],
  [
    () => randomChannelDropout({ fill: 2 }),
    'randomChannelDropout: `fill` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [
    () => colorJitter({ sharpness: 1 } as never),
    'colorJitter: `options` must be among `probability`, `brightness`, `contrast`, `saturation`, `hue`; received `sharpness`.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
