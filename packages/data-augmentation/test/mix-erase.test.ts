import { ArgumentError, type FieldsByKind, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError, testAugmentation } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { coarseDropout, cutmix, cutout, gridDropout, mixup, randomErasing } from '../src/index.js';

const nothing = { holes: [], seed: 1 };

testAugmentation({ name: 'randomErasing', augmentation: randomErasing({ probability: 1 }), identity: nothing });
testAugmentation({ name: 'randomErasing, noise', augmentation: randomErasing({ fill: 'noise' }), identity: nothing });
testAugmentation({ name: 'cutout', augmentation: cutout({ size: 5, count: 2 }), identity: nothing });
testAugmentation({ name: 'coarseDropout', augmentation: coarseDropout({ fill: 0.5 }), identity: nothing });
testAugmentation({ name: 'gridDropout', augmentation: gridDropout({ cell: 5 }), identity: nothing });

describe('erasing', () => {
  const white = hostArray(new Uint8Array(40 * 50).fill(255), [40, 50, 1]);
  const erasedShare = (augmentation: ReturnType<typeof cutout>, seed: number): number => {
    const { data } = augmentation.image(white, augmentation.draw(RandomStream.fromSeed(seed), { image: [white] }));
    return data.filter((value) => value === 0).length / data.length;
  };

  it('erases as much as it was asked to', () => {
    for (let seed = 0; seed < 30; seed++) {
      const share = erasedShare(randomErasing({ probability: 1, area: [0.1, 0.2] }), seed);
      expect(share).toBeGreaterThan(0.08);
      expect(share).toBeLessThan(0.22);
      // A quarter of a cell each, but for cells that are cut off.
      expect(Math.abs(erasedShare(gridDropout({ cell: 10 }), seed) - 0.25)).toBeLessThan(0.01);
      expect(erasedShare(cutout({ size: 10 }), seed)).toBeLessThanOrEqual(0.05);
    }
  });

  it('erases where the draw says, by the value that was asked for', () => {
    const row = hostArray(Uint8Array.of(1, 2, 3, 4), [1, 4, 1]);
    const hole = { left: -1, top: 0, height: 3, width: 3 };
    expect([...cutout({ fill: 0.5 }).image(row, { holes: [hole], seed: 1 }).data]).toEqual([128, 128, 3, 4]);
  });
});

const sample = (value: number, label: FieldsByKind['label'], mask = 0): FieldsByKind => ({
  image: [hostArray(new Uint8Array(24).fill(value), [4, 6, 1])],
  mask: [hostArray(new Uint8Array(24).fill(mask), [4, 6])],
  label: label ?? [],
});
const classes = [sample(100, [hostArray(Int32Array.of(2), [])], 1), sample(200, [hostArray(Int32Array.of(0), [])], 2)];

describe('mixup', () => {
  it('mixes images and labels by one share', () => {
    const { image, label } = mixup({ classes: 3 }).apply(classes, { share: 0.75 });
    expect(image?.[0]).toEqual(hostArray(new Uint8Array(24).fill(125), [4, 6, 1]));
    expect(label?.[0]).toEqual(hostArray(Float32Array.of(0.25, 0, 0.75)));
    const soft = [
      [0.5, 0.5],
      [1, 0],
    ].map((values) => sample(0, [hostArray(Float32Array.from(values))]));
    expect(mixup().apply(soft, { share: 0.5 }).label?.[0]).toEqual(hostArray(Float32Array.of(0.75, 0.25)));
  });

  it('leaves the first sample by a share of 1', () => {
    expect(mixup({ classes: 3 }).apply(classes, { share: 1 }).image).toEqual(classes[0]!.image);
  });

  it('draws shares from the beta distribution', () => {
    const random = RandomStream.fromSeed(1);
    for (const alpha of [0.2, 1, 4]) {
      const mix = mixup({ alpha });
      const shares = Array.from({ length: 4000 }, () => mix.draw(random, []).share);
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
      expect(Math.abs(variance * 4 * (2 * alpha + 1) - 1)).toBeLessThan(0.1);
    }
  });
});

describe('cutmix', () => {
  it('pastes a rectangle, and mixes labels by area', () => {
    const mix = cutmix({ classes: 3 });
    const { image, mask, label } = mix.apply(classes, { left: 1, top: 1, height: 2, width: 3 });
    const expected = [0, 1, 2, 3].flatMap((y) => [0, 1, 2, 3, 4, 5].map((x) => y > 0 && y < 3 && x > 0 && x < 4));
    expect([...image![0]!.data]).toEqual(expected.map((pasted) => (pasted ? 200 : 100)));
    expect([...mask![0]!.data]).toEqual(expected.map((pasted) => (pasted ? 2 : 1)));
    expect(label?.[0]).toEqual(hostArray(Float32Array.of(0.25, 0, 0.75)));
  });

  it('mixes labels of masks without images', () => {
    const masks = classes.map(({ mask, label }) => ({ mask, label }) as FieldsByKind);
    const { label } = cutmix({ classes: 3 }).apply(masks, { left: 1, top: 1, height: 2, width: 3 });
    expect(label?.[0]).toEqual(hostArray(Float32Array.of(0.25, 0, 0.75)));
  });

  it('draws rectangles inside the image, as JSON', () => {
    for (let seed = 0; seed < 50; seed++) {
      const draw = cutmix().draw(RandomStream.fromSeed(seed), classes);
      expect(JSON.parse(JSON.stringify(draw))).toEqual(draw);
      expect(draw.left).toBeGreaterThanOrEqual(0);
      expect(draw.left + draw.width).toBeLessThanOrEqual(6);
      expect(draw.top + draw.height).toBeLessThanOrEqual(4);
      expect(draw.height).toBeGreaterThanOrEqual(0);
    }
  });
});

it.each([
  [
    () => cutout({ fill: 2 }),
    "cutout: `fill` must be a finite number of at least 0 and of at most 1 or 'noise'; received 2.",
  ],
  [() => cutout({ size: 0 }), 'cutout: `size` must be an integer of at least 1; received 0.'],
  [
    () => randomErasing({ area: [0, 1] }),
    'randomErasing: `area` must be a finite number above 0 and of at most 1; received 0.',
  ],
  [() => coarseDropout({ count: 0 }), 'coarseDropout: `count` must be a finite number of at least 1; received 0.'],
  [() => gridDropout({ cell: 1 }), 'gridDropout: `cell` must be an integer of at least 2; received 1.'],
  [() => mixup({ alpha: 0 }), 'mixup: `alpha` must be a finite number above 0; received 0.'],
  [
    () => mixup().apply(classes, { share: 0.5 }),
    'mixup: `classes` must be the number of classes, where labels are a class; received none.',
  ],
  [() => cutmix({ classes: 1 }), 'cutmix: `classes` must be an integer of at least 2; received 1.'],
  [
    () => cutmix({ classes: 2 }).apply(classes, { left: 0, top: 0, height: 1, width: 1 }),
    'cutmix: `label` must be a class from 0 to 1; received 2.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});

it('refuses images of two sizes', async () => {
  const other = { image: [hostArray(new Uint8Array(4), [2, 2, 1])] };
  const message = 'mixup: `image` must have shape [4, 6, 1]; received [2, 2, 1]. Resize images to one size first.';
  await expectError(() => mixup().apply([{ image: classes[0]!.image! }, other], { share: 0.5 }), ShapeError, message);
});
