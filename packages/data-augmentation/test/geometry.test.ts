import { ArgumentError, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  boxSafeCrop,
  centerCrop,
  elastic,
  gridDistortion,
  opticalDistortion,
  pad,
  randomAffine,
  randomCrop,
  randomHorizontalFlip,
  randomPerspective,
  randomQuarterTurn,
  randomResizedCrop,
  randomRotation,
  randomTranspose,
  randomVerticalFlip,
  resizeTo,
  thinPlateSpline,
} from '../src/index.js';
import { testFamily } from './table.js';

const size = { height: 4, width: 5 };
const sides = { left: 3, top: 1, right: 2, bottom: 4 };
const borders = ['edge', 'reflect', 'symmetric', 'wrap'] as const;

testFamily('geometry', {
  randomHorizontalFlip: [randomHorizontalFlip()],
  randomVerticalFlip: [randomVerticalFlip()],
  randomTranspose: [randomTranspose()],
  randomQuarterTurn: [randomQuarterTurn(), { identity: { turns: 0 } }],
  randomRotation: [
    randomRotation({ degrees: 40 }),
    {
      identity: { degrees: 0 },
      also: (['nearest', 'bicubic'] as const).map((interpolation) => [
        `randomRotation ${interpolation}`,
        randomRotation({ interpolation }),
      ]),
    },
  ],
  randomPerspective: [
    randomPerspective(),
    {
      identity: {
        corners: [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ],
      },
    },
  ],
  randomCrop: [
    randomCrop({ height: 11, width: 14, padding: 1 }),
    { identity: { left: 0, top: 0, height: 13, width: 17 } },
  ],
  centerCrop: [
    centerCrop({ height: 12, width: 16 }),
    { random: false, alone: true, also: [['centerCrop', centerCrop(size)]] },
  ],
  pad: [
    pad(sides),
    {
      random: false,
      alone: true,
      also: [
        ['pad constant', pad({ ...sides, fill: 0.25 })],
        ...borders.map((border) => [`pad ${border}`, pad({ ...sides, border })] as const),
      ],
    },
  ],
  resizeTo: [
    resizeTo({ height: 26, width: 20 }),
    { random: false, alone: true, also: [['resizeTo', resizeTo({ height: 4, width: 9 })]] },
  ],
  randomResizedCrop: [
    randomResizedCrop({ height: 15, width: 15, area: [0.4, 1] }),
    { alone: true, also: [['randomResizedCrop', randomResizedCrop({ height: 4, width: 9 })]] },
  ],
  boxSafeCrop: [
    boxSafeCrop({ height: 15, width: 15 }),
    { random: false, alone: true, also: [['boxSafeCrop', boxSafeCrop({ height: 4, width: 9 })]] },
  ],
  elastic: [elastic({ alpha: 20, sigma: 3 }), { alone: true }],
  opticalDistortion: [opticalDistortion(), { identity: { distortion: 0 } }],
  gridDistortion: [gridDistortion(), { identity: { columns: [0.5, 0.5], rows: [0.5, 0.5] } }],
  thinPlateSpline: [thinPlateSpline(), { identity: { shifts: Array.from({ length: 9 }, () => [0, 0]) } }],
});

describe('crops', () => {
  const image = hostArray(new Uint8Array(30 * 40), [30, 40, 1]);

  it('keep all boxes whole where they are box-safe', () => {
    const crop = boxSafeCrop({ height: 60, width: 60 });
    const boxes = hostArray(Float32Array.of(11, 9, 14, 13, 20, 12, 25.5, 20), [2, 4]);
    const parts = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const draw = crop.draw(RandomStream.fromSeed(seed), { image: [image], boxes: [boxes] })!;
      parts.add(JSON.stringify(draw));
      expect(draw.left).toBeLessThanOrEqual(11);
      expect(draw.top).toBeLessThanOrEqual(9);
      expect(draw.left + draw.width).toBeGreaterThanOrEqual(25.5);
      expect(draw.top + draw.height).toBeGreaterThanOrEqual(20);
      expect(draw.left + draw.width).toBeLessThanOrEqual(40);
      expect(draw.top + draw.height).toBeLessThanOrEqual(30);
    }
    expect(parts.size).toBeGreaterThan(20);
  });

  it('have the area and the proportions that were asked for', () => {
    const crop = randomResizedCrop({ height: 8, width: 8, area: [0.2, 0.4], ratio: [0.5, 0.75] });
    for (let seed = 0; seed < 30; seed++) {
      const { height, width } = crop.draw(RandomStream.fromSeed(seed), { image: [image] })!;
      expect(height * width).toBeGreaterThan(0.17 * 1200);
      expect(height * width).toBeLessThan(0.43 * 1200);
      expect(width / height).toBeGreaterThan(0.45);
      expect(width / height).toBeLessThan(0.82);
    }
  });

  it('refuse images that are too small', async () => {
    const crop = randomCrop({ height: 50, width: 42, padding: 2 });
    const message =
      'randomCrop: `image` must be of at least 46 × 38 pixels; received 30 × 40. Raise `padding`, or resize the image first.';
    await expectError(() => crop.draw(RandomStream.fromSeed(1), { image: [image] }), ArgumentError, message);
  });

  it('need the size of an image for their draw', async () => {
    const crop = randomCrop({ height: 5, width: 4 });
    const message = 'randomCrop: `fields` must have an image or a mask, whose size the draw depends on; received none.';
    await expectError(() => crop.draw(RandomStream.fromSeed(1), {}), ArgumentError, message);
  });
});

it.each([
  [
    () => randomHorizontalFlip({ probability: 2 }),
    'randomHorizontalFlip: `probability` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [
    () => randomRotation({ degrees: [10, -10] }),
    'randomRotation: `degrees` must be a number, or two: the least and the greatest; received [10, -10].',
  ],
  [
    () => randomRotation({ border: 'mirror' as 'edge' }),
    "randomRotation: `border` must be 'constant', 'edge', 'reflect', 'symmetric' or 'wrap'; received 'mirror'.",
  ],
  [
    () => randomRotation({ interpolation: 'cubic' as 'bicubic' }),
    "randomRotation: `interpolation` must be 'nearest', 'bilinear' or 'bicubic'; received 'cubic'.",
  ],
  [
    () => randomPerspective({ distortion: 1 }),
    'randomPerspective: `distortion` must be a finite number of at least 0 and below 1; received 1.',
  ],
  [() => randomCrop({ height: 0, width: 4 }), 'randomCrop: `height` must be an integer of at least 1; received 0.'],
  [() => randomCrop({} as never), 'randomCrop: `height` must be an integer of at least 1; received undefined.'],
  [() => centerCrop({ height: 4, width: 0.5 }), 'centerCrop: `width` must be an integer of at least 1; received 0.5.'],
  [() => pad({ left: -1 }), 'pad: `left` must be an integer of at least 0; received -1.'],
  [() => resizeTo({ height: 0, width: 4 }), 'resizeTo: `height` must be an integer of at least 1; received 0.'],
  [
    () => randomResizedCrop({ height: 4, width: 4, area: [0, 1] }),
    'randomResizedCrop: `area` must be a finite number above 0 and of at most 1; received 0.',
  ],
  [() => boxSafeCrop({ height: 4, width: 0 }), 'boxSafeCrop: `width` must be an integer of at least 1; received 0.'],
  [() => elastic({ sigma: 0 }), 'elastic: `sigma` must be a finite number above 0; received 0.'],
  [
    () => opticalDistortion({ distortion: [-1, 0] }),
    'opticalDistortion: `distortion` must be a finite number of at least -0.3 and of at most 1; received -1.',
  ],
  [() => gridDistortion({ cells: 0 }), 'gridDistortion: `cells` must be an integer of at least 1; received 0.'],
  [() => thinPlateSpline({ points: 1 }), 'thinPlateSpline: `points` must be an integer from 2 to 16; received 1.'],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});

describe('what is filled in is in the range of what it is filled into', () => {
  const [bytes, floats] = [hostArray(new Uint8Array(6), [2, 3, 1]), hostArray(new Float32Array(6), [2, 3, 1])];
  const mask = hostArray(new Uint8Array(6), [2, 3]);
  it.each([
    [
      () => pad({ left: 1, fill: 255 }).image(floats, {}),
      'pad: `fill` must be a finite number of at least 0 and of at most 1; received 255.',
    ],
    [() => pad({ left: 1, fill: 0.5 }).image(bytes, {}), 'pad: `fill` must be an integer from 0 to 255; received 0.5.'],
    [
      () => randomRotation({ fill: -1 }).image(floats, { degrees: 30 }),
      'randomRotation: `fill` must be a finite number of at least 0 and of at most 1; received -1.',
    ],
    [
      () => randomAffine({ fill: 2 }).image(floats, { rotation: 0, shiftX: 0, shiftY: 0, scale: 1, shear: 0 }),
      'randomAffine: `fill` must be a finite number of at least 0 and of at most 1; received 2.',
    ],
    [
      () => randomRotation({ maskFill: 300 }).mask(mask, { degrees: 30 }),
      'randomRotation: `maskFill` must be an integer from 0 to 255; received 300.',
    ],
    [() => pad({ left: 1, maskFill: 0.5 }), 'pad: `maskFill` must be an integer; received 0.5.'],
  ])('refuses %#', async (run, message) => {
    await expectError(run, ArgumentError, message);
  });

  it('does not matter where nothing is filled in', () => {
    const turned = randomRotation({ fill: 2, border: 'edge' }).image(floats, { degrees: 30 });
    expect([...turned.data]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

it('refuses images without channels', async () => {
  const flat = hostArray(new Uint8Array(4), [2, 2]);
  const message = 'randomVerticalFlip: `image` must have shape [height, width, channels]; received [2, 2].';
  await expectError(() => randomVerticalFlip().image(flat, {}), ShapeError, message);
});

it('moves a million pixels', () => {
  const image = hostArray(
    Uint8Array.from({ length: 3_000_000 }, (_, i) => i % 251),
    [1000, 1000, 3],
  );
  const turned = randomRotation().image(image, { degrees: 180 });
  expect([...turned.data.subarray(0, 3)]).toEqual([...image.data.subarray(-3)]);
  const same = randomQuarterTurn()
    .image(image, { turns: 2 })
    .data.every((value, i) => value === turned.data[i]);
  expect(same).toBe(true);
});
