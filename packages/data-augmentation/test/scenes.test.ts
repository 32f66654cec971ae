import { ArgumentError, type Augmentation, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  fourierAdaptation,
  isoNoise,
  planckianJitter,
  randomFog,
  randomRain,
  randomShadow,
  randomSnow,
  randomSunFlare,
  superpixels,
  xyMasking,
} from '../src/index.js';
import { testFamily } from './table.js';

const pattern = (channels: number) =>
  hostArray(
    Float32Array.from({ length: 12 * 15 * channels }, (_, i) => {
      const [y, x, c] = [Math.floor(i / (15 * channels)), Math.floor(i / channels) % 15, i % channels];
      return ((3 * x + 5 * y + 7 * c) % 11) / 10;
    }),
    [12, 15, channels],
  );

const adapting = [1, 3].map((channels) =>
  fourierAdaptation({ references: [pattern(channels)], probability: 1, share: [0.1, 0.2] }),
);
/** The images of the table have one channel or three; references have as many. */
const fourier: Augmentation = {
  ...(adapting[0] as Augmentation),
  image: (image, params) => (adapting[image.shape[2] === 1 ? 0 : 1] as Required<Augmentation>).image(image, params),
};

testFamily('scenes', {
  fourierAdaptation: [fourier, { identity: { reference: 0, share: 0.01 } }],
  planckianJitter: [planckianJitter({ probability: 1 }), { identity: { temperature: 6500 } }],
  randomShadow: [randomShadow({ probability: 1 }), { identity: { shadows: [] } }],
  randomFog: [randomFog({ probability: 1 }), { alone: true, identity: { density: 0, seed: 1 } }],
  randomRain: [
    randomRain({ probability: 1, amount: 40 }),
    { alone: true, identity: { amount: 0, length: 0.1, slant: 3, light: 1, seed: 1 } },
  ],
  randomSnow: [
    randomSnow({ probability: 1, amount: 40 }),
    { alone: true, identity: { amount: 0, size: 0.02, motion: 1, cover: 0, seed: 1 } },
  ],
  randomSunFlare: [
    randomSunFlare({ probability: 1 }),
    { alone: true, identity: { strength: 0, x: 0.5, y: 0, seed: 1 } },
  ],
  superpixels: [superpixels({ size: [3, 6] }), { alone: true, identity: { size: 4, share: 0, seed: 1 } }],
  isoNoise: [isoNoise(), { alone: true, identity: { intensity: 0, color: 1, seed: 1 } }],
  xyMasking: [xyMasking(), { alone: true, identity: { holes: [], seed: 1 } }],
});

describe('isoNoise has the moments of its formula', () => {
  it.each([0.2, 0.6])('at the luma %f', (level) => {
    const size = 300_000;
    const image = hostArray(new Float32Array(3 * size).fill(level), [1000, size / 1000, 3]);
    const { data } = isoNoise().image(image, { intensity: 0.05, color: 0.5, seed: 4 });
    const lumas = Float64Array.from({ length: size }, (_, i) => {
      const [r, g, b] = data.subarray(3 * i, 3 * i + 3);
      return 0.299 * r! + 0.587 * g! + 0.114 * b! - level;
    });
    const reds = Float64Array.from({ length: size }, (_, i) => data[3 * i]! - level - lumas[i]!);
    const variance = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0) / size;
    expect(variance(lumas) / (0.05 ** 2 * (0.04 + 0.96 * level))).toBeCloseTo(1, 1);
    expect(variance(reds) / (1.402 * 0.05 * 0.5) ** 2).toBeCloseTo(1, 1);
  });
});

it('superpixels are flat, keep the mean, and follow colors', () => {
  const [height, width] = [24, 30];
  // Dark on the left of a slanted edge, bright on its right.
  const isBright = (i: number): boolean => (i % width) + Math.floor(i / width) / 4 > 16;
  const values = Uint8Array.from({ length: height * width }, (_, i) => (isBright(i) ? 200 : 40) + (i % 3));
  const image = hostArray(values, [height, width, 1]);
  const { data } = superpixels({ compactness: 0.05 }).image(image, { size: 6, share: 1, seed: 1 });
  expect(new Set(data).size).toBeLessThanOrEqual(20);
  for (const [i, value] of data.entries()) expect(value > 120).toBe(isBright(i));
  const half = superpixels({ compactness: 0.05 }).image(image, { size: 6, share: 0.5, seed: 1 });
  const same = half.data.filter((value, i) => value === values[i] && value !== data[i]).length;
  expect(same).toBeGreaterThan(50);
});

describe('weather', () => {
  const gray = hostArray(new Float32Array(100 * 100).fill(0.3), [100, 100, 1]);
  const mean = (values: ArrayLike<number>): number =>
    (Array.prototype.reduce.call(values, (a, b) => (a as number) + (b as number), 0) as number) / values.length;

  it('fog takes away what it says, and comes near to its own light', () => {
    const at = (density: number) => mean(randomFog({ light: 0.9 }).image(gray, { density, seed: 3 }).data);
    expect(at(0.5)).toBeGreaterThan(0.45);
    expect(at(0.5)).toBeLessThan(at(1));
    expect(at(50)).toBeCloseTo(0.9, 2);
  });

  it('rain leans as it was asked to', () => {
    const draw = { amount: 2, length: 0.5, light: 1, seed: 2 };
    const straight = randomRain().image(gray, { ...draw, slant: 0 }).data;
    const columns = Array.from({ length: 100 }, (_, x) => mean(straight.filter((_value, i) => i % 100 === x)));
    const leaning = randomRain().image(gray, { ...draw, slant: 45 }).data;
    const diagonals = Array.from({ length: 100 }, (_, d) =>
      mean(leaning.filter((_value, i) => (i - (i % 100)) / 100 + 100 - (i % 100) === d + 50)),
    );
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread(columns)).toBeGreaterThan(0.05);
    expect(spread(diagonals)).toBeGreaterThan(0.02);
  });

  it('snow covers more where there is more, and is white', () => {
    const flakes = (amount: number) =>
      randomSnow().image(gray, { amount, size: 0.05, motion: 0, cover: 0, seed: 5 }).data;
    expect(mean(flakes(4))).toBeGreaterThan(mean(flakes(1)));
    expect(flakes(4).every((value) => value >= Math.fround(0.3))).toBe(true);
    expect(Math.max(...flakes(4))).toBeGreaterThan(0.8);
  });

  it('the sun is brightest where it stands', () => {
    const { data } = randomSunFlare({ circles: 0 }).image(gray, { strength: 1, x: 0.7, y: 0.2, seed: 1 });
    expect(data.indexOf(Math.max(...data))).toBe(19 * 100 + 69);
  });

  it('keeps alpha', () => {
    const image = hostArray(new Uint8Array(20 * 20 * 4).fill(77), [20, 20, 4]);
    for (const made of [
      randomFog({ probability: 1 }),
      randomRain({ probability: 1, amount: 50 }),
      randomSnow({ probability: 1, amount: 50 }),
      randomSunFlare({ probability: 1 }),
      randomShadow({ probability: 1 }),
      planckianJitter(),
      isoNoise(),
    ] as Augmentation[]) {
      const { data } = made.image!(image, made.draw(RandomStream.fromSeed(3), { image: [image] }));
      expect(data.some((value, i) => i % 4 < 3 && value !== 77)).toBe(true);
      for (let at = 3; at < data.length; at += 4) expect(data[at]).toBe(77);
    }
  });
});

it('fourierAdaptation refuses references of other channels', async () => {
  await expectError(
    () => adapting[1]!.image(hostArray(new Uint8Array(12 * 15), [12, 15, 1]), { reference: 0, share: 0.1 }),
    ShapeError,
    'fourierAdaptation: `reference` must be one of 1 references, with 1 channels; received [12, 15, 3].',
  );
});

it('xyMasking erases whole rows and columns', () => {
  const image = hostArray(new Uint8Array(10 * 20).fill(9), [10, 20, 1]);
  for (let seed = 0; seed < 20; seed++) {
    const masking = xyMasking({ columns: 1, rows: 0, size: 0.1 });
    const { data } = masking.image(image, masking.draw(RandomStream.fromSeed(seed), { image: [image] }));
    const columns = new Set([...data.keys()].filter((i) => data[i] === 0).map((i) => i % 20));
    expect(columns.size).toBe(2);
    expect(data.filter((value) => value === 0)).toHaveLength(20);
  }
});

it('take a million values', () => {
  const image = hostArray(new Uint8Array(1_000_000).fill(100), [1000, 1000, 1]);
  const style = fourierAdaptation({ references: [hostArray(new Uint8Array(4).fill(50), [2, 2, 1])] });
  expect(style.image(image, { reference: 0, share: 0.002 }).data[500_500]).toBe(50);
  expect(superpixels().image(image, { size: 20, share: 1, seed: 1 }).data[999_999]).toBe(100);
  expect(randomFog().image(image, { density: 0, seed: 1 }).data[3]).toBe(100);
});

it.each([
  [
    () => fourierAdaptation({ references: [1] } as never),
    'fourierAdaptation: `references` must be a list of images; received [1].',
  ],
  [
    () => fourierAdaptation({ references: [] }),
    'fourierAdaptation: `references` must be at least one image of the other domain; received none.',
  ],
  [
    () => planckianJitter({ temperature: 100 }),
    'planckianJitter: `temperature` must be a finite number of at least 1500 and of at most 40000; received 100.',
  ],
  [() => randomFog({ density: -1 }), 'randomFog: `density` must be a finite number of at least 0; received -1.'],
  [
    () => randomRain({ slant: 90 }),
    'randomRain: `slant` must be a finite number of at least -80 and of at most 80; received 90.',
  ],
  [() => randomSnow({ motion: -1 }), 'randomSnow: `motion` must be a finite number of at least 0; received -1.'],
  [() => randomSunFlare({ circles: -1 }), 'randomSunFlare: `circles` must be an integer of at least 0; received -1.'],
  [() => randomShadow({ corners: 2 }), 'randomShadow: `corners` must be an integer of at least 3; received 2.'],
  [() => superpixels({ size: 0 }), 'superpixels: `size` must be a finite number of at least 1; received 0.'],
  [() => isoNoise({ color: -1 }), 'isoNoise: `color` must be a finite number of at least 0; received -1.'],
  [() => xyMasking({ size: 0 }), 'xyMasking: `size` must be a finite number above 0 and of at most 1; received 0.'],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
