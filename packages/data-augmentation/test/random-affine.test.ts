import {
  ArgumentError,
  type Augmentation,
  DtypeError,
  type Example,
  type HostArray,
  hostArray,
  RandomStream,
  ShapeError,
} from '@neurite/core';
import { expectError, fixture } from '@neurite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AffineDraw, type AffineMatrix, randomAffine, warpAffine } from '../src/index.js';

type Named = { x: HostArray<Float32Array>; y: HostArray<Int32Array>; name: string };
type Case = { shape: number[]; matrix: AffineMatrix; image: number[]; warped: number[] };

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

  it('fills what comes from outside', () => {
    const one = hostArray(Float32Array.of(1), [1, 1, 1]);
    expect([...warpAffine(one, [1, 0, 5, 0, 1, 0], { fill: 0.25 }).data]).toEqual([0.25]);
  });

  it('takes only float32 of [height, width, channels]', async () => {
    await expectError(
      () => warpAffine(hostArray(new Float32Array(4), [2, 2]), [1, 0, 0, 0, 1, 0]),
      ShapeError,
      'warpAffine: `image` must have shape [height, width, channels]; received [2, 2].',
    );
    await expectError(
      () => warpAffine(hostArray(new Uint8Array(4), [2, 2, 1]), [1, 0, 0, 0, 1, 0]),
      DtypeError,
      'warpAffine: `image` must hold float32; received Uint8Array. Turn its values into a Float32Array first, e.g. divided by 255.',
    );
  });
});

describe('randomAffine', () => {
  const digit = (size: number): Example => ({
    x: hostArray(RandomStream.fromSeed(5).uniforms(size * size), [size, size, 1]),
    y: hostArray(Int32Array.of(3), []),
  });

  it('draws within its ranges and gives the same picture for the same draw', () => {
    const augmentation = randomAffine({ rotation: 10, shift: 2, scale: 0.1, shear: 5 });
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const sample = digit(6);
        const draw = augmentation.draw(RandomStream.fromSeed(seed), sample);
        expect(Math.abs(draw.rotation)).toBeLessThanOrEqual(10);
        expect(Math.abs(draw.shiftX)).toBeLessThanOrEqual(2);
        expect(Math.abs(draw.shiftY)).toBeLessThanOrEqual(2);
        expect(Math.abs(draw.scale - 1)).toBeLessThanOrEqual(0.1 + 1e-12);
        expect(Math.abs(draw.shear)).toBeLessThanOrEqual(5);
        const replayed = JSON.parse(JSON.stringify(draw)) as typeof draw;
        expect(augmentation.apply(sample, replayed)).toEqual(augmentation.apply(sample, draw));
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing by default, and never the sample it was given', () => {
    const sample = digit(5);
    const before = structuredClone(sample);
    const same = randomAffine();
    const changed = same.apply(sample, same.draw(RandomStream.fromSeed(1), sample));
    changed.x.data.forEach((value, i) => {
      expect(value).toBeCloseTo(sample.x.data[i]!, 6);
    });
    expect(changed.y).toBe(sample.y);
    const { apply, draw } = randomAffine({ rotation: 90, shift: 3 });
    apply(sample, draw(RandomStream.fromSeed(2), sample));
    expect(sample).toEqual(before);
  });

  it('keeps the type and the other fields of a sample', () => {
    const { apply, draw }: Augmentation<Named, AffineDraw> = randomAffine();
    const sample = { x: hostArray(Float32Array.of(1), [1, 1, 1]), y: hostArray(Int32Array.of(3), []), name: 'three' };
    const changed = apply(sample, draw(RandomStream.fromSeed(1), sample));
    expect([changed.name, changed.y.data[0], changed.x.data[0]]).toEqual(['three', 3, 1]);
  });

  it('moves to the right and down, and turns counter-clockwise', () => {
    const still = { rotation: 0, shiftX: 0, shiftY: 0, scale: 1, shear: 0 };
    const { apply } = randomAffine();
    const dot = (index: number): Example => ({
      x: hostArray(
        Float32Array.from({ length: 9 }, (_, i) => Number(i === index)),
        [3, 3, 1],
      ),
      y: hostArray(Int32Array.of(0), []),
    });
    const brightest = ({ x }: Example): number => x.data.indexOf(Math.max(...x.data));
    expect(brightest(apply(dot(4), { ...still, shiftX: 1 }))).toBe(5);
    expect(brightest(apply(dot(4), { ...still, shiftY: 1 }))).toBe(7);
    expect(brightest(apply(dot(5), { ...still, rotation: 90 }))).toBe(1);
  });

  it.each([
    [{ rotation: 181 }, '`rotation` must be between 0 and 180 degrees; received 181.'],
    [{ shift: -1 }, '`shift` must be a number of pixels of at least 0; received -1.'],
    [{ scale: 1 }, '`scale` must be at least 0 and less than 1; received 1.'],
    [{ shear: 90 }, '`shear` must be at least 0 and less than 90 degrees; received 90.'],
    [{ fill: Number.NaN }, '`fill` must be a finite number; received NaN.'],
  ])('refuses %o', async (options, text) => {
    await expectError(() => randomAffine(options), ArgumentError, `randomAffine: ${text}`);
  });
});
