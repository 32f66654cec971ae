import { ArgumentError, DtypeError, type HostArray, hostArray, ShapeError } from '@neurite/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/images/resize.json' with { type: 'json' };
import { type ResizeOptions, resize } from '../src/resize.js';

const arrays = { uint8: Uint8Array, float32: Float32Array };
type Size = readonly [number, number];

describe('resize', () => {
  it.each(fixture.cases)('$name', ({ dtype, shape, size, options, image, result }) => {
    const data = arrays[dtype as keyof typeof arrays].from(image);
    const resized = resize(hostArray<Float32Array | Uint8Array>(data, shape), size as never, options as ResizeOptions);
    expect(resized.shape).toEqual([...size, shape[2]]);
    expect(resized.data).toBeInstanceOf(data.constructor);
    if (dtype === 'uint8') expect([...resized.data]).toEqual(result);
    for (const [i, value] of result.entries()) {
      expect(Math.abs(resized.data[i]! - value), `element ${i}`).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(value)));
    }
  });

  it('keeps a constant image constant, and means when area divides the size', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    const options = fc.record({ method: fc.constantFrom('bilinear', 'area', 'nearest'), antialias: fc.boolean() });
    fc.assert(
      fc.property(sizes, sizes, options, ([h, w], size, options) => {
        for (const data of [new Uint8Array(h * w * 2).fill(200), new Float32Array(h * w * 2).fill(-0.75)]) {
          const resized = resize<'float32' | 'uint8'>(hostArray(data, [h, w, 2]), size, options);
          expect([...resized.data].every((value) => Math.abs(value - data[0]!) < 1e-6)).toBe(true);
        }
      }),
    );
    const image = hostArray(
      Float32Array.from({ length: 24 }, (_, i) => i * i),
      [4, 6, 1],
    );
    const sum = ({ data }: HostArray<'float32'>): number => data.reduce((a, b) => a + b, 0);
    expect(sum(resize(image, [2, 3], { method: 'area' }))).toBeCloseTo(sum(image) / 4, 3);
  });

  it('gives a new array where the size stays', () => {
    const image = hostArray(Float32Array.of(1, 2, 3, 4), [2, 2, 1]);
    const same = resize(image, [2, 2]);
    expect(same).toEqual(image);
    expect(same.data).not.toBe(image.data);
  });

  it('takes class numbers by nearest alone', () => {
    const mask = hostArray(Int32Array.of(0, 7, 300, -1), [2, 2, 1]);
    expect(resize(mask, [1, 4], { method: 'nearest' })).toEqual(hostArray(Int32Array.of(300, 300, -1, -1), [1, 4, 1]));
    expect(() => resize(mask, [1, 4])).toThrow(DtypeError);
    expect(() => resize(mask, [1, 4])).toThrow(
      "resize: `image` must be uint8 or float32 for bilinear; received int32. Integers such as classes have no values in between: use method 'nearest'.",
    );
  });

  it('hides no NaN', () => {
    const image = hostArray(Float32Array.of(1, Number.NaN, 3, 4), [1, 4, 1]);
    expect([...resize(image, [1, 2]).data]).toEqual([Number.NaN, Number.NaN]);
    expect([...resize(image, [1, 2], { method: 'area' }).data]).toEqual([Number.NaN, 3.5]);
  });

  it('resizes 4 million pixels', () => {
    const tile = (i: number): number => Math.floor((i % 2000) / 20) + Math.floor(i / 40_000);
    const image = hostArray(
      Uint8Array.from({ length: 4e6 }, (_, i) => tile(i)),
      [2000, 2000, 1],
    );
    const tiles = Uint8Array.from({ length: 1e4 }, (_, i) => (i % 100) + Math.floor(i / 100));
    expect(resize(image, [100, 100], { method: 'area' }).data).toEqual(tiles);
  });

  it.each<[string, () => unknown, new (...args: never[]) => Error, string]>([
    [
      'an image without channels',
      () => resize(hostArray(new Uint8Array(4), [2, 2]), [1, 1]),
      ShapeError,
      'resize: `image` must have shape [height, width, channels] and at least one pixel; received [2, 2].',
    ],
    ['an empty image', () => resize(hostArray(new Uint8Array(), [0, 2, 1]), [1, 1]), ShapeError, 'received [0, 2, 1].'],
    ...[
      [0, 1],
      [1.5, 1],
      [Number.NaN, 1],
      [-2, 1],
    ].map(
      (size) =>
        [
          `size ${size}`,
          () => resize(hostArray(new Uint8Array(1), [1, 1, 1]), size as unknown as Size),
          ArgumentError,
          `resize: \`size\` must be two integers of at least 1; received [${size.join(', ')}].`,
        ] as [string, () => unknown, typeof ArgumentError, string],
    ),
    [
      'a box outside of the image',
      () => resize(hostArray(new Uint8Array(6), [2, 3, 1]), [1, 1], { box: { top: 0, left: 2, height: 2, width: 2 } }),
      ArgumentError,
      'resize: `box` must be a part of the image of 2 × 3 pixels, in integers; received top 0, left 2, height 2, width 2.',
    ],
    [
      'an unknown method',
      () => resize(hostArray(new Uint8Array(1), [1, 1, 1]), [1, 1], { method: 'cubic' as never }),
      ArgumentError,
      "resize: `method` must be 'bilinear', 'area' or 'nearest'; received 'cubic'.",
    ],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
