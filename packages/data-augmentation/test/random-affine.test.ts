import { ArgumentError, DtypeError, type HostArray, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError, fixture, testAugmentation } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AffineDraw, type AffineMatrix, randomAffine, warpAffine } from '../src/index.js';

type Case = { shape: number[]; matrix: AffineMatrix; image: number[]; warped: number[] };

const still: AffineDraw = { rotation: 0, shiftX: 0, shiftY: 0, scale: 1, shear: 0 };

testAugmentation({
  name: 'randomAffine',
  augmentation: randomAffine({ rotation: 40, shift: 2, scale: 0.2, shear: 15 }),
  identity: still,
});

describe('warpAffine', () => {
  it.each(fixture<{ cases: Case[] }>('data-augmentation/affine').cases)(
    'agrees with grid_sample of PyTorch on %#',
    ({ shape, matrix, image, warped }) => {
      const result = warpAffine(hostArray(Float32Array.from(image), shape), matrix);
      expect(result.shape).toEqual(shape);
      warped.forEach((value, i) => {
        expect(result.data[i]).toBeCloseTo(value, 5);
      });
    },
  );

  it('moves an image of three million values', () => {
    const image = hostArray(
      Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251),
      [1000, 1000, 3],
    );
    const moved = warpAffine(image, [1, 0, -1, 0, 1, 0]);
    expect([...moved.data.subarray(0, 6)]).toEqual([0, 0, 0, 0, 1, 2]);
    expect(moved.data[2_999_999]).toBe(image.data[2_999_996]);
  });

  it('fills what comes from outside', () => {
    const one = hostArray(Float32Array.of(1), [1, 1, 1]);
    expect([...warpAffine(one, [1, 0, 5, 0, 1, 0], { fill: 0.25 }).data]).toEqual([0.25]);
  });

  it('takes the nearest class of masks, and rounds uint8', () => {
    const half: AffineMatrix = [1, 0, -0.25, 0, 1, 0];
    const mask = hostArray(Int32Array.of(3, 0, 7), [1, 3, 1]);
    expect([...warpAffine(mask, half, { interpolation: 'nearest', fill: -1 }).data]).toEqual([3, 0, 7]);
    expect([...warpAffine(mask, [1, 0, -1, 0, 1, 0], { interpolation: 'nearest', fill: -1 }).data]).toEqual([-1, 3, 0]);
    const image = hostArray(Uint8Array.of(200, 0, 255), [1, 3, 1]);
    const warped = warpAffine(image, half, { fill: 255 });
    // 255 + (200 − 255) · 0.75, 200 · 0.25, 255 · 0.75
    expect([warped.dtype, ...warped.data]).toEqual(['uint8', 214, 50, 191]);
  });

  it.each<[() => unknown, typeof ArgumentError | typeof DtypeError | typeof ShapeError, string]>([
    [
      () => warpAffine(hostArray(new Float32Array(4), [2, 2]), [1, 0, 0, 0, 1, 0]),
      ShapeError,
      '`image` must have shape [height, width, channels]; received [2, 2].',
    ],
    [
      () => warpAffine(hostArray(new Int32Array(4), [2, 2, 1]), [1, 0, 0, 0, 1, 0]),
      DtypeError,
      "`image` must be uint8 or float32; received int32. Values between classes mean nothing: take interpolation 'nearest' for a mask.",
    ],
    [
      () => warpAffine(hostArray(new Uint8Array(4), [2, 2, 1]), [1, 0, 0, 0, 1, 0], { fill: 256 }),
      ArgumentError,
      '`fill` must be an integer from 0 to 255; received 256.',
    ],
    [
      () =>
        warpAffine(hostArray(new Float32Array(4), [2, 2, 1]), [1, 0, 0, 0, 1, 0], { interpolation: 'cubic' as never }),
      ArgumentError,
      "`interpolation` must be 'bilinear' or 'nearest'; received 'cubic'.",
    ],
  ])('refuses %#', async (run, type, message) => {
    await expectError(run, type as typeof ArgumentError, `warpAffine: ${message}`);
  });
});

describe('randomAffine', () => {
  it('draws within its ranges', () => {
    const augmentation = randomAffine({ rotation: 10, shift: 2, scale: 0.1, shear: 5 });
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = augmentation.draw(RandomStream.fromSeed(seed), {});
        expect(Math.abs(draw.rotation)).toBeLessThanOrEqual(10);
        expect(Math.abs(draw.shiftX)).toBeLessThanOrEqual(2);
        expect(Math.abs(draw.shiftY)).toBeLessThanOrEqual(2);
        expect(Math.abs(draw.scale - 1)).toBeLessThanOrEqual(0.1 + 1e-12);
        expect(Math.abs(draw.shear)).toBeLessThanOrEqual(5);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing by default', () => {
    const image = hostArray(RandomStream.fromSeed(5).uniforms(36), [6, 6, 1]);
    const same = randomAffine();
    expect(same.image(image, same.draw(RandomStream.fromSeed(1), {}))).toEqual(image);
  });

  it('moves to the right and down, and turns counter-clockwise', () => {
    const { image, mask } = randomAffine();
    const dot = (index: number): HostArray<'float32'> =>
      hostArray(
        Float32Array.from({ length: 9 }, (_, i) => Number(i === index)),
        [3, 3, 1],
      );
    for (const [from, change, to] of [
      [4, { shiftX: 1 }, 5],
      [4, { shiftY: 1 }, 7],
      [5, { rotation: 90 }, 1],
    ] as const) {
      const draw = { ...still, ...change };
      const warped = image(dot(from), draw);
      expect(warped.data.indexOf(Math.max(...warped.data))).toBe(to);
      const classes = hostArray(Int32Array.from(dot(from).data), [3, 3]);
      expect(mask(classes, draw)).toEqual(hostArray(Int32Array.from(dot(to).data), [3, 3]));
    }
  });

  it('takes boxes and points along with the pixels', () => {
    const { boxes, points } = randomAffine();
    const frame = { height: 4, width: 6 };
    const frames = { before: frame, after: frame };
    const at = (...values: number[]) => hostArray(Float32Array.from(values), [values.length / 2, 2]);
    const box = (...values: number[]) => hostArray(Float32Array.from(values), [values.length / 4, 4]);
    expect(points(at(0.5, 0.5, 3, 2), { ...still, shiftX: 2, shiftY: -1 }, frames)).toEqual(at(2.5, -0.5, 5, 1));
    // The right neighbour of the centre comes to stand above it.
    const turned = points(at(4, 2), { ...still, rotation: 90 }, frames).data;
    expect([turned[0], turned[1]]).toEqual([expect.closeTo(3, 5), expect.closeTo(1, 5)]);
    expect(boxes(box(0, 0, 2, 1, 4, 3, 6, 4), { ...still, shiftX: 1, shiftY: 0.5 }, frames)).toEqual(
      box(1, 0.5, 3, 1.5, 5, 3.5, 6, 4),
    );
    expect(boxes(box(2, 1, 4, 3), { ...still, scale: 1.5 }, frames)).toEqual(box(1.5, 0.5, 4.5, 3.5));
    expect([...boxes(box(5, 0, 6, 4), { ...still, shiftX: 3 }, frames).data]).toEqual([6, 0, 6, 4]);
  });

  it.each([
    [{ rotation: 181 }, '`rotation` must be a finite number of at least 0 and of at most 180; received 181.'],
    [{ shift: -1 }, '`shift` must be a finite number of at least 0; received -1.'],
    [{ scale: 1 }, '`scale` must be a finite number of at least 0 and below 1; received 1.'],
    [{ shear: 90 }, '`shear` must be a finite number of at least 0 and below 90; received 90.'],
    [{ fill: Number.NaN }, '`fill` must be a finite number; received NaN.'],
    [{ maskFill: 0.5 }, '`maskFill` must be an integer; received 0.5.'],
    [
      { angle: 5 } as object,
      '`options` must be among `rotation`, `shift`, `scale`, `shear`, `fill`, `maskFill`; received `angle`.',
    ],
  ])('refuses %o', async (options, text) => {
    await expectError(() => randomAffine(options), ArgumentError, `randomAffine: ${text}`);
  });
});
