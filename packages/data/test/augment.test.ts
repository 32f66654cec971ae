import {
  ArgumentError,
  type Augmentation,
  type BatchAugmentation,
  type HostArray,
  hostArray,
  hostLike,
  RandomStream,
  ShapeError,
} from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { augment, fromArrays, fromIterable } from '../src/index.js';

/** Removes columns on the left: what a crop does to each kind. */
const cropLeft: Augmentation<number> = {
  name: 'cropLeft',
  keeps: ['label'],
  draw: (random, { image = [] }) => random.integer(image[0]?.shape[1] ?? 1),
  image: (image, columns) => {
    const [height, width, channels] = image.shape as [number, number, number];
    const result = hostLike(image, [height, width - columns, channels]);
    const row = (width - columns) * channels;
    for (let y = 0; y < height; y++) {
      const from = (y * width + columns) * channels;
      result.data.set(image.data.subarray(from, from + row), y * row);
    }
    return result;
  },
  boxes: (boxes, columns, { before, after }) => {
    const result = hostLike(boxes);
    expect(before.width - after.width).toBe(columns);
    for (const [i, side] of boxes.data.entries()) {
      result.data[i] = i % 2 === 0 ? Math.max(0, side - columns) : side;
    }
    return result;
  },
};

const sample = () => ({
  x: { photo: hostArray(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 3, 1]), note: 'kept' },
  y: hostArray(Int32Array.of(7), []),
  boxes: hostArray(Float32Array.of(0, 0, 3, 2), [1, 4]),
});

describe('augment', () => {
  it('takes one draw to every field of its kind, after the images, and leaves the others', () => {
    const { name, draw, apply } = augment(cropLeft, {
      boxes: 'boxes',
      x: { photo: 'image' },
      y: 'label',
    });
    const before = sample();
    const params = draw(RandomStream.fromSeed(3), before);
    expect([name, params]).toEqual(['cropLeft', RandomStream.fromSeed(3).integer(3)]);
    const after = apply(before, 2);
    expect(after).toEqual({
      x: { photo: hostArray(Uint8Array.of(3, 6), [2, 1, 1]), note: 'kept' },
      y: before.y,
      boxes: hostArray(Float32Array.of(0, 0, 1, 2), [1, 4]),
    });
    expect(after.y).toBe(before.y);
    expect(before).toEqual(sample());
  });

  it('draws anew for each sample of a dataset, and keeps uint8', async () => {
    const image = hostArray(
      Uint8Array.from({ length: 400 }, (_, i) => i % 256),
      [20, 1, 20, 1],
    );
    const data = fromArrays({ x: image, y: new Int32Array(20) }).augment(cropLeft, { x: 'image', y: 'label' });
    const widths = (samples: Awaited<ReturnType<typeof data.toArray>>) => samples.map(({ x }) => x.shape[1]);
    const [first, again, other] = [await data.toArray(), await data.toArray(), await data.toArray({ epoch: 1 })];
    expect(first).toEqual(again);
    expect(widths(first)).not.toEqual(widths(other));
    expect(new Set(widths(first)).size).toBeGreaterThan(5);
    expect(first[0]!.x.dtype).toBe('uint8');
  });

  it('takes lists, and a mask for the frame of points', () => {
    const seen: number[][] = [];
    const watching: Augmentation<null> = {
      name: 'watching',
      draw: () => null,
      mask: (mask) => mask,
      points: (points, _, { before }) => {
        seen.push([before.height, before.width]);
        return points;
      },
    };
    const mask = hostArray(new Int32Array(6), [2, 3]);
    const points = hostArray(new Float32Array(4), [2, 2]);
    const { apply } = augment(watching, {
      x: { 0: 'mask' },
      at: 'points',
    });
    expect(apply({ x: [mask, 'a'] as const, at: points }, null)).toEqual({ x: [mask, 'a'], at: points });
    expect(seen).toEqual([[2, 3]]);
  });

  it('tells at the call what kinds it does not take', async () => {
    const data = fromIterable([sample()]);
    await expectError(
      () => data.augment(cropLeft, { y: 'signal' as never }),
      ArgumentError,
      'augment: `fields` must name kinds that cropLeft changes (image, boxes) or keeps (label); received signal for `y`. Leave the field out where it may stay as it is.',
    );
    await expectError(
      () => data.augment(cropLeft, { x: { photo: 'picture' } } as never),
      ArgumentError,
      'augment: `fields` must name kinds: image, mask, boxes, points, label, signal, text, row; received picture for `x.photo`.',
    );
    await expectError(
      () => data.augment(cropLeft, { y: 'label' }, { sead: 1 } as object),
      ArgumentError,
      'augment: `options` must be among `seed`; received `sead`.',
    );
  });

  const every: Augmentation<null> = {
    name: 'every',
    draw: () => null,
    ...Object.fromEntries(
      ['image', 'mask', 'boxes', 'points', 'label', 'signal', 'text', 'row'].map((kind) => [
        kind,
        (value: unknown) => value,
      ]),
    ),
  };

  it.each<[string, unknown, string]>([
    [
      'image',
      hostArray(new Int32Array(4), [2, 2, 1]),
      'be an image, uint8 or float32 of shape [height, width, channels]; received int32 of shape [2, 2, 1]',
    ],
    [
      'image',
      hostArray(new Float32Array(4), [2, 2]),
      'be an image, uint8 or float32 of shape [height, width, channels]; received float32 of shape [2, 2]',
    ],
    [
      'mask',
      hostArray(new Int32Array(4), [1, 2, 2]),
      'be a mask, uint8 or int32 of shape [height, width] or [height, width, 1]; received int32 of shape [1, 2, 2]',
    ],
    ['boxes', hostArray(new Float32Array(4)), 'be boxes, float32 of shape [boxes, 4]; received float32 of shape [4]'],
    [
      'points',
      hostArray(new Float32Array(4), [1, 4]),
      'be points, float32 of shape [points, 2]; received float32 of shape [1, 4]',
    ],
    ['label', 7, 'be a label, a host array; received 7'],
    ['signal', undefined, 'be a signal, float32 of shape [time] or [time, channels]; received undefined'],
    ['text', 7, 'be text; received 7'],
    [
      'row',
      hostArray(new Float32Array(4), [2, 2]),
      'be a row, float32 of shape [columns]; received float32 of shape [2, 2]',
    ],
  ])('checks the form of a %s', async (kind, value, message) => {
    await expectError(
      () =>
        fromIterable([{ x: value }])
          .augment(every, { x: kind } as object)
          .toArray(),
      ArgumentError,
      `augment (element 0 of augment(every)): \`x\` must ${message}.`,
    );
  });

  it('wants one frame for all, and one at all', async () => {
    const image = hostArray(new Uint8Array(4), [2, 2, 1]);
    const mask = hostArray(new Int32Array(2), [1, 2]);
    await expectError(
      () => augment(every, { a: 'image', b: 'mask' }).apply({ a: image, b: mask }, null),
      ShapeError,
      'augment: `b` must have the size of `a`, 2 × 2; received 1 × 2.',
    );
    await expectError(
      () => augment(every, { a: 'points' }).apply({ a: hostArray(new Float32Array(2), [1, 2]) }, null),
      ArgumentError,
      'augment: `fields` must name an image or a mask, by whose size points are changed; received none.',
    );
  });
});

/** The mean of two rows and of their labels. */
const mixup: BatchAugmentation<number> = {
  name: 'mixup',
  takes: 2,
  keeps: ['text'],
  draw: (random) => random.uniform(),
  apply: ([first, second], share) => {
    const between = (a: HostArray<'float32'>, b: HostArray<'float32'>) => {
      const result = hostLike(a);
      for (const [i, value] of a.data.entries()) result.data[i] = share * value + (1 - share) * b.data[i]!;
      return result;
    };
    return { row: first!.row!.map((row, i) => between(row, second!.row![i]!)) };
  },
};

describe('augment of several samples', () => {
  const data = fromArrays({
    x: {
      a: [
        [0, 0],
        [1, 10],
        [2, 20],
      ],
      b: [[5], [6], [7]],
    },
    y: Int32Array.of(0, 1, 2),
  });

  it('mixes each sample with another, all fields by one draw, and can be replayed', async () => {
    const mixed = data.augment(mixup, { x: { a: 'row', b: 'row' } });
    const samples = await mixed.toArray();
    for (const [i, { x, y }] of samples.entries()) {
      const [first, second] = x.a.data;
      expect(second).toBeCloseTo(10 * first!, 5);
      expect(x.b.data[0]).toBeCloseTo(5 + first!, 5);
      expect(y.data[0]).toBe(i);
    }
    expect(samples.some(({ x }) => !Number.isInteger(x.a.data[0]))).toBe(true);
    expect(await mixed.toArray()).toEqual(samples);
    expect(await mixed.at(1)).toEqual(samples[1]);
    expect(await mixed.toArray({ epoch: 1 })).not.toEqual(samples);
  });

  it('tells what it does not take', async () => {
    await expectError(
      () => data.augment(mixup, { x: { a: 'row' }, y: 'label' }).toArray(),
      ArgumentError,
      'augment (element 0 of augment(mixup)): `fields` must name kinds that mixup gives or keeps (text); received label for `y`. Leave the field out where it may stay that of the first sample.',
    );
    await expectError(
      () => data.filter(() => true).augment(mixup, { x: { a: 'row' } }),
      ArgumentError,
      'augment(mixup): it takes other elements of the dataset, and these can only be read one after another. Put it before filter and prefetch, or use fromIterable(await dataset.toArray()).',
    );
    await expectError(
      () => data.augment({ ...mixup, takes: 1 }, { x: { a: 'row' } }),
      ArgumentError,
      'mixup: `takes` must be an integer of at least 2; received 1.',
    );
  });
});
