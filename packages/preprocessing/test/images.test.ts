import { ArgumentError, hostArray, ShapeError } from '@neurite/core';
import { expectClose, expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/preprocessing/images.json' with { type: 'json' };
import { IMAGENET, prepareImage } from '../src/index.js';

const { images } = fixture.cases[0]!;

describe('prepareImage', () => {
  it.each(images)('prepares $shape as torchvision does', async ({ shape, pixels, size, crop, prepared }) => {
    const image = prepareImage({ size, crop, ...IMAGENET })(hostArray(Uint8Array.from(pixels), shape));
    expect(image.shape).toEqual([crop, crop, 3]);
    await expectClose(image.data, prepared, { relative: 1e-5, absolute: 1e-5 });
  });

  it('scales alone, to one size for both sides, or not at all', () => {
    const image = hostArray(Uint8Array.of(0, 51, 255, 102), [2, 2, 1]);
    expect([...prepareImage()(image).data]).toEqual([0, 0.2, 1, 0.4].map(Math.fround));
    expect([...prepareImage({ scale: 1, mean: 1, deviation: [2] })(image).data]).toEqual([-0.5, 25, 127, 50.5]);
    const wide = prepareImage({ size: [2, 4], scale: 2 })(hostArray(Float32Array.of(1, 1, 1, 1), [2, 2, 1]));
    expect(wide).toEqual(hostArray(new Float32Array(8).fill(2), [2, 4, 1]));
  });

  it('refuses wrong options and images', async () => {
    const image = hostArray(new Uint8Array(12), [2, 2, 3]);
    const refused: readonly (readonly [() => unknown, new (...all: never[]) => Error, string])[] = [
      [() => prepareImage({ size: 0 }), ArgumentError, '`size` must be an integer of at least 1; received 0.'],
      [
        () => prepareImage({ deviation: [1, 0, 1] }),
        ArgumentError,
        '`deviation` must be a finite number above 0, or one for each channel; received [1, 0, 1].',
      ],
      [
        () => prepareImage({ mean: [1, 2] })(image),
        ShapeError,
        '`image` must have 2 channels, as `mean`; received [2, 2, 3].',
      ],
      [
        () => prepareImage({ crop: [3, 1] })(image),
        ShapeError,
        '`image` must have at least 3 × 1 pixels; received [2, 2, 3].',
      ],
    ];
    for (const [call, kind, message] of refused) {
      await expectError(call, kind as typeof ArgumentError, `prepareImage: ${message}`);
    }
  });
});
