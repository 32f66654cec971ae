import { type HostArray, hostArray, RandomStream } from '@neurite/core';
import { resize } from '@neurite/images';
import { describe, expect, it } from 'vitest';
import {
  randomBrightness,
  randomContrast,
  randomHorizontalFlip,
  randomHue,
  randomInvert,
  randomPerspective,
  randomRotation,
  randomSaturation,
  warpAffine,
} from '../src/index.js';
import { blurBytes } from '../src/internal/blur-bytes.js';
import { gaussianKernel } from '../src/internal/convolve.js';
import { openKernels } from '../src/internal/kernels.js';
import { remap } from '../src/internal/remap.js';
import { remapBytes } from '../src/internal/remap-bytes.js';
import { resizeBytes } from '../src/internal/resize-bytes.js';

/** Bytes by chance, [height, width, channels]. */
function noise(height: number, width: number, channels: number): HostArray<'uint8'> {
  const random = RandomStream.fromSeed(height * width * channels);
  return hostArray(
    Uint8Array.from({ length: height * width * channels }, () => random.integer(256)),
    [height, width, channels],
  );
}

/** The same values from 0 to 1. */
function floats({ data, shape }: HostArray<'uint8'>): HostArray<'float32'> {
  return hostArray(
    Float32Array.from(data, (value) => value / 255),
    shape,
  );
}

/** The greatest difference of bytes from floats of 0 to 1. */
function distance(bytes: HostArray<'uint8'>, values: HostArray<'float32'>): number {
  return bytes.data.reduce((most, value, i) => Math.max(most, Math.abs(value - 255 * values.data[i]!)), 0);
}

const sizes = [
  [70, 65, 1],
  [64, 64, 3],
  [71, 33, 3],
  [40, 61, 4],
  [3, 2000, 1],
] as const;

it('the kernels run here', () => {
  expect(openKernels(100)).toBeDefined();
});

describe.each(sizes)('an image of %d × %d × %d', (height, width, channels) => {
  const image = noise(height, width, channels);

  it.each([0.3, 1, 2.7])('is blurred by %f with the same bits as by TypeScript', (sigma) => {
    const kernel = gaussianKernel(sigma);
    const blurred = blurBytes(image, kernel)!;
    expect(blurred.data).toEqual(blurBytes(image, kernel, { plain: true })!.data);
  });

  it('is warped within a level of what floats give', () => {
    for (const matrix of [
      [0.9, -0.3, 2.3, 0.2, 1.1, -4.1],
      [1, 0, 0.5, 0, 1, -0.25],
      [0, -1, 0, 1, 0, 0],
    ] as const) {
      expect(
        distance(warpAffine(image, matrix, { fill: 51 }), warpAffine(floats(image), matrix, { fill: 0.2 })),
      ).toBeLessThan(0.7);
    }
    for (const border of ['constant', 'edge'] as const) {
      const perspective = randomPerspective({ border, fill: 0 });
      const draw = perspective.draw(RandomStream.fromSeed(5), {});
      expect(distance(perspective.image(image, draw), perspective.image(floats(image), draw))).toBeLessThan(0.7);
    }
  });

  it('is taken from anywhere, however far', () => {
    const sources = (row: number, xs: Float64Array, ys: Float64Array): void => {
      for (let x = 0; x < xs.length; x++) {
        xs[x] = [x + 0.5, -1e9, 1e300, -1e12, width + 0.4, -0.2][x % 6]!;
        ys[x] = row + 0.5;
      }
    };
    for (const border of ['constant', 'edge'] as const) {
      const options = { frame: { height, width }, border, fill: 0 };
      const bytes = remapBytes(image, sources, options);
      const wanted = remap(floats(image), sources, { ...options, interpolation: 'bilinear' });
      expect(bytes).toBeDefined();
      expect(distance(bytes!, wanted)).toBeLessThan(0.7);
    }
  });

  it('is blended with gray, and its hue turned, within a level of what floats give', () => {
    for (const factor of [0, 0.4, 1, 1.7]) {
      const [bytes, values] = [
        randomSaturation().image(image, { factor }),
        randomSaturation().image(floats(image), { factor }),
      ];
      expect(distance(bytes, values)).toBeLessThan(0.51);
    }
    for (const turn of [-0.5, -0.1, 0, 0.23, 0.5]) {
      const hue = randomHue();
      expect(distance(hue.image(image, { turn }), hue.image(floats(image), { turn }))).toBeLessThan(0.51);
    }
    const turn = randomRotation({ border: 'edge' });
    expect(distance(turn.image(image, { degrees: 33 }), turn.image(floats(image), { degrees: 33 }))).toBeLessThan(0.7);
  });

  it('is resized with the same bits as by TypeScript', () => {
    for (const size of [
      { height: 16, width: 17 },
      { height: 90, width: 130 },
      { height, width: 40 },
      { height: 5, width },
    ]) {
      expect(resizeBytes(image, size)).toEqual(resize(image, [size.height, size.width]));
    }
  });

  it('is scaled with the same bits as small images are', () => {
    const levels = hostArray(
      Uint8Array.from({ length: 256 }, (_, i) => i),
      [1, 256, 1],
    );
    for (const factor of [0, 0.31, 1, 1.2, 2.7, 9]) {
      const brightness = (one: HostArray<'uint8'>) => randomBrightness().image(one, { factor }).data;
      const table = brightness(levels);
      expect(brightness(image)).toEqual(image.data.map((level) => table[level]!));
    }
  });

  it('has the contrast of floats', () => {
    for (const factor of [0, 0.6, 1.4]) {
      const contrast = randomContrast();
      expect(distance(contrast.image(image, { factor }), contrast.image(floats(image), { factor }))).toBeLessThan(0.51);
    }
  });

  it('is mirrored and mapped as floats are', () => {
    expect(
      distance(randomHorizontalFlip().image(image, {}), randomHorizontalFlip().image(floats(image), {})),
    ).toBeLessThan(1e-3);
    expect(distance(randomInvert().image(image, {}), randomInvert().image(floats(image), {}))).toBeLessThan(1e-3);
  });
});

it.each([
  [130, 97, 3],
  [100, 61, 4],
  [2, 9000, 3],
])('an image of %d × %d × %d is changed strip by strip as floats are', (height, width, channels) => {
  const image = noise(height, width, channels);
  const [flip, invert, saturation] = [randomHorizontalFlip(), randomInvert(), randomSaturation()];
  expect(distance(flip.image(image, {}), flip.image(floats(image), {}))).toBeLessThan(1e-3);
  expect(distance(invert.image(image, {}), invert.image(floats(image), {}))).toBeLessThan(1e-3);
  const factor = 0.4;
  expect(distance(saturation.image(image, { factor }), saturation.image(floats(image), { factor }))).toBeLessThan(0.51);
});

it('leaves a constant image as it is', () => {
  for (const value of [0, 1, 128, 255]) {
    const image = hostArray(new Uint8Array(90 * 50 * 3).fill(value), [90, 50, 3]);
    expect(blurBytes(image, gaussianKernel(12))!.data.every((one) => one === value)).toBe(true);
    expect(warpAffine(image, [0.5, 0.1, 0, 0, 0.5, 0]).data.every((one) => one === value)).toBe(true);
  }
});

it('takes ten million bytes', () => {
  const image = hostArray(new Uint8Array(10_000_000).fill(7), [2500, 4000, 1]);
  expect(randomHorizontalFlip().image(image, {}).data[9_999_999]).toBe(7);
  expect(blurBytes(image, gaussianKernel(1))!.data[5_000_000]).toBe(7);
  expect(warpAffine(image, [1, 0, 0.5, 0, 1, 0]).data[5_000_000]).toBe(7);
});
