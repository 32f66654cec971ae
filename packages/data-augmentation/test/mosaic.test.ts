import { ArgumentError, type FieldsByKind, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { copyPaste, mosaic } from '../src/index.js';

/** An image of 4 × 6 whose values are 10 · value + column, with a mask of that value. */
const sample = (value: number, rest: FieldsByKind = {}): FieldsByKind => ({
  image: [
    hostArray(
      Uint8Array.from({ length: 24 }, (_, i) => 10 * value + (i % 6)),
      [4, 6, 1],
    ),
  ],
  mask: [hostArray(new Uint8Array(24).fill(value), [4, 6])],
  ...rest,
});
const four = [1, 2, 3, 4].map((value) => sample(value));
const boxes = (...values: number[]) => hostArray(Float32Array.from(values), [values.length / 4, 4]);

describe('mosaic', () => {
  it('joins the parts that touch where they meet', () => {
    const { image, mask } = mosaic().apply(four, { x: 1 / 3, y: 0.5 });
    const above = [14, 15, 20, 21, 22, 23];
    const below = [34, 35, 40, 41, 42, 43];
    expect([...image![0]!.data]).toEqual([...above, ...above, ...below, ...below]);
    expect([...mask![0]!.data.subarray(0, 6)]).toEqual([1, 1, 2, 2, 2, 2]);
  });

  it('leaves the first or the last where they meet in a corner', () => {
    expect(mosaic().apply(four, { x: 1, y: 1 }).image).toEqual(four[0]!.image);
    expect(mosaic().apply(four, { x: 0, y: 0 }).image).toEqual(four[3]!.image);
  });

  it('moves boxes with their images, and clips them', () => {
    const [whole, none] = [boxes(0, 0, 6, 4), boxes()];
    const corner = boxes(0, 0, 1, 1, 4, 2, 6, 4);
    const samples = [corner, whole, none, whole].map((one, i) =>
      sample(i, { boxes: [one], label: [hostArray(Int32Array.from({ length: one.shape[0]! }, () => i))] }),
    );
    const mixed = mosaic().apply(samples, { x: 0.5, y: 0.5 });
    // The upper left one has lost its upper left corner: its first box has no area.
    expect(mixed.boxes![0]).toEqual(boxes(0, 0, 0, 0, 1, 0, 3, 2, 3, 0, 6, 2, 3, 2, 6, 4));
    expect(mixed.label![0]).toEqual(hostArray(Int32Array.of(0, 0, 1, 3)));
  });

  it('mixes labels of whole images by area', () => {
    const samples = [0, 1, 2, 2].map((label, i) => sample(i, { label: [hostArray(Int32Array.of(label), [])] }));
    const { label } = mosaic({ classes: 3 }).apply(samples, { x: 1 / 3, y: 0.25 });
    expect([...label![0]!.data]).toEqual([1 / 12, 1 / 6, 3 / 4].map((share) => expect.closeTo(share, 6)));
  });

  it('draws JSON inside of its range, and gives the same bits for a stored draw', () => {
    for (let seed = 0; seed < 20; seed++) {
      const draw = mosaic({ center: [0.4, 0.6] }).draw(RandomStream.fromSeed(seed), four);
      const stored = JSON.parse(JSON.stringify(draw)) as typeof draw;
      expect(stored).toEqual(draw);
      for (const share of [draw.x, draw.y]) expect(Math.abs(share - 0.5)).toBeLessThanOrEqual(0.1);
      expect(mosaic().apply(four, stored)).toEqual(mosaic().apply(four, draw));
    }
  });

  it('takes a million values', () => {
    const large = [1, 2, 3, 4].map((value) => ({
      image: [hostArray(new Uint8Array(1_000_000).fill(value), [1000, 1000, 1])],
    }));
    const { image } = mosaic().apply(large, { x: 0.5, y: 0.5 });
    expect([0, 999, 999_000, 999_999].map((at) => image![0]!.data[at])).toEqual([1, 2, 3, 4]);
  });
});

describe('copyPaste', () => {
  const objects = hostArray(
    Uint8Array.from([0, 1, 1, 0, 2, 2, 0, 1, 1, 0, 2, 2, ...new Array<number>(12).fill(0)]),
    [4, 6],
  );
  const second = sample(9, {
    mask: [objects],
    boxes: [boxes(1, 0, 3, 2, 4, 0, 6, 2)],
    label: [hostArray(Int32Array.of(5, 6))],
  });
  const first = sample(0, { boxes: [boxes(0, 0, 6, 4)], label: [hostArray(Int32Array.of(7))] });

  it('pastes the pixels of objects, with boxes and labels', () => {
    const { image, mask, boxes: seen, label } = copyPaste().apply([first, second], { pasted: [2] });
    expect([...image![0]!.data.subarray(0, 12)]).toEqual([0, 1, 2, 3, 94, 95, 0, 1, 2, 3, 94, 95]);
    expect([...mask![0]!.data.subarray(0, 6)]).toEqual([0, 0, 0, 0, 2, 2]);
    expect(seen![0]).toEqual(boxes(0, 0, 6, 4, 1, 0, 1, 0, 4, 0, 6, 2));
    expect(label![0]).toEqual(hostArray(Int32Array.of(7, 5, 6)));
  });

  it('changes no pixel where nothing is pasted, and keeps the label of an image without boxes', () => {
    const [one, other] = [sample(3, { label: [hostArray(Int32Array.of(1), [])] }), sample(4)];
    const { image, mask, label } = copyPaste().apply([one, other], { pasted: [] });
    expect([image, mask, label]).toEqual([one.image, one.mask, one.label]);
  });

  it('draws from the objects of the second, as JSON', () => {
    const draws = Array.from({ length: 40 }, (_, seed) =>
      copyPaste().draw(RandomStream.fromSeed(seed), [first, second]),
    );
    expect(JSON.parse(JSON.stringify(draws))).toEqual(draws);
    expect(new Set(draws.map(({ pasted }) => pasted.join()))).toEqual(new Set(['1', '2', '1,2']));
    expect(copyPaste({ share: 0 }).draw(RandomStream.fromSeed(1), [first, second])).toEqual({ pasted: [] });
    const nothing = sample(0);
    expect(copyPaste().draw(RandomStream.fromSeed(1), [second, nothing])).toEqual({ pasted: [] });
  });
});

it.each([
  [() => mosaic({ center: 2 }), 'mosaic: `center` must be a finite number of at least 0 and of at most 1; received 2.'],
  [() => copyPaste({ background: 'sky' } as never), "copyPaste: `background` must be an integer; received 'sky'."],
  [
    () => copyPaste({ share: -1 }),
    'copyPaste: `share` must be a finite number of at least 0 and of at most 1; received -1.',
  ],
  [
    () => copyPaste().apply([four[0]!, { image: four[0]!.image! }], { pasted: [] }),
    'copyPaste: `fields` must have one mask, in which the objects are; received 0 masks.',
  ],
  [
    () =>
      mosaic().apply(
        four.map((one) => ({ ...one, label: [hostArray(Int32Array.of(1), [])] })),
        { x: 0.5, y: 0.5 },
      ),
    'mosaic: `classes` must be the number of classes, where labels are a class; received none.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});

it('refuses images of two sizes', async () => {
  const other = { image: [hostArray(new Uint8Array(4), [2, 2, 1])], mask: [] };
  await expectError(
    () => mosaic().apply([other, ...four.slice(1)], { x: 0.5, y: 0.5 }),
    ShapeError,
    'mosaic: `image` must have shape [2, 2, 1]; received [4, 6, 1]. Resize images to one size first.',
  );
});
