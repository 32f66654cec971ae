import { ArgumentError, DtypeError, hostArray, ShapeError } from '@neurite/core';
import fc from 'fast-check';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '../src/png/index.js';

describe('encodePng', () => {
  it('gives back what it was given, here and in another decoder', () => {
    const image = fc
      .record({
        height: fc.integer({ min: 1, max: 9 }),
        width: fc.integer({ min: 1, max: 9 }),
        channels: fc.constantFrom(1, 2, 3, 4),
      })
      .chain(({ height, width, channels }) => {
        const length = height * width * channels;
        const data = fc.uint8Array({ minLength: length, maxLength: length });
        return data.map((values) => hostArray(values, [height, width, channels]));
      });
    fc.assert(
      fc.property(image, fc.constantFrom(0, 6, 9), (image, level) => {
        const file = encodePng(image, { level });
        expect(decodePng(file)).toEqual(image);
        const other = decode(file, { checkCrc: true });
        expect([other.height, other.width, other.channels]).toEqual(image.shape);
        expect([...other.data]).toEqual([...image.data]);
      }),
    );
  });

  it('makes a smooth image small', () => {
    const data = Uint8Array.from({ length: 200 * 100 }, (_, i) => (i % 200) + Math.floor(i / 200));
    expect(encodePng(hostArray(data, [100, 200, 1])).length).toBeLessThan(800);
  });

  it('encodes a million pixels', () => {
    const data = Uint8Array.from({ length: 3e6 }, (_, i) => i >> 9);
    const decoded = decodePng(encodePng(hostArray(data, [1000, 1000, 3])));
    expect(decoded.data.findIndex((value, i) => value !== data[i])).toBe(-1);
  });

  it('refuses other arrays, shapes and levels', () => {
    const shape = 'encodePng: `image` must have shape [height, width, channels] with 1 to 4 channels; received ';
    const calls = [
      [() => encodePng(hostArray(new Uint8Array(4), [2, 2])), ShapeError, `${shape}[2, 2].`],
      [() => encodePng(hostArray(new Uint8Array(5), [1, 1, 5])), ShapeError, `${shape}[1, 1, 5].`],
      [() => encodePng(hostArray(new Uint8Array(), [0, 1, 1])), ShapeError, `${shape}[0, 1, 1].`],
      [
        () => encodePng({ dtype: 'uint8', data: new Uint8Array(3), shape: [1, 1, 1] }),
        ShapeError,
        `${shape}[1, 1, 1].`,
      ],
      [
        () => encodePng(hostArray(new Float32Array(1), [1, 1, 1]) as never),
        DtypeError,
        'encodePng: `image` must be uint8; received Float32Array.',
      ],
      [
        () => encodePng(hostArray(new Uint8Array(1), [1, 1, 1]), { level: 10 as never }),
        ArgumentError,
        'encodePng: `level` must be an integer from 0 to 9; received 10.',
      ],
    ] as const;
    for (const [call, type, message] of calls) {
      expect(call).toThrow(type);
      expect(call).toThrow(message);
    }
  });
});
