import {
  type BatchAugmentation,
  checkInteger,
  type FieldsByKind,
  type HostArray,
  hostLike,
  resolveOptions,
} from '@neurite/core';
import { concatenateRows, shiftedBoxes } from '../internal/concatenate.js';
import type { Rectangle } from '../internal/copy-pixels.js';
import { frameOf } from '../internal/geometric-augmentation.js';
import { checkSame } from '../internal/mix-augmentation.js';
import { mixedLabel } from '../internal/mixed-label.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type MosaicOptions = {
  /** Where the four images meet, a share of both sides, 0 to 1: one number, or the least and the greatest. Default 0.3 to 0.7. */
  readonly center?: Range;
  /** Number of classes, where labels are a class of the whole image; not needed where they are probabilities or those of boxes. */
  readonly classes?: number;
};

/** Where the four images meet, as shares of width and height. */
export type MosaicDraw = { readonly x: number; readonly y: number };

/**
 * Puts parts of four images together: each keeps the corner that touches the point where they meet, the first above on the
 * left, then above on the right, below on the left and below on the right. Masks likewise.
 *
 * Boxes of all four stand one after another, clipped to the part of their image: one that is not seen has no area. Where
 * samples have boxes, labels are those of the boxes, int32 [boxes], and stand one after another, too; elsewhere the
 * probabilities of labels are mixed by area.
 *
 * @returns a batch augmentation of images, masks, boxes and labels
 * @throws ArgumentError when an option is out of its range; `apply`: for a class where `classes` is not given; ShapeError
 *   `apply`: when images differ in size
 * @example
 * const four = [1, 2, 3, 4].map((value) => ({ image: [hostArray(new Uint8Array(16).fill(value), [4, 4, 1])] }));
 * const mix = mosaic();
 * const { image } = mix.apply(four, mix.draw(RandomStream.fromSeed(1), four));
 * @see Bochkovskiy et al., "YOLOv4: Optimal speed and accuracy of object detection", 2020
 */
export function mosaic(options: MosaicOptions = {}): BatchAugmentation<MosaicDraw> {
  const name = 'mosaic';
  const { center, classes } = resolveOptions(name, options, { center: [0.3, 0.7] as Range, classes: undefined });
  const range = checkRange(name, 'center', { value: center, atLeast: 0, atMost: 1 });
  if (classes !== undefined) checkInteger(name, 'classes', classes, { min: 2 });
  return {
    name,
    takes: 4,
    draw: (random) => ({ x: between(random, range), y: between(random, range) }),
    apply: (samples, draw) => {
      const [first] = samples;
      const frame = frameOf(name, first!);
      const parts = partsOf(draw, frame);
      const each = <K extends keyof FieldsByKind, R>(
        kind: K,
        mixed: (all: readonly NonNullable<FieldsByKind[K]>[number][]) => R,
      ): R[] => (first![kind] ?? []).map((_, i) => mixed(samples.map((sample) => sample[kind]![i]!)));
      const joined = (images: readonly HostArray[]): HostArray => {
        for (const image of images) checkSame(name, images[0]!, image);
        return joinedPixels(images, parts);
      };
      const area = frame.height * frame.width;
      const label = (labels: readonly HostArray[]): HostArray =>
        first!.boxes === undefined
          ? mixedLabel(name, labels, {
              shares: parts.map(({ to: { height, width } }) => (height * width) / area),
              classes,
            })
          : concatenateRows(labels);
      return {
        image: each('image', joined),
        mask: each('mask', joined),
        boxes: each('boxes', (boxes) =>
          concatenateRows(boxes.map((one, k) => shiftedBoxes(one, parts[k]!.shift, parts[k]!.to))),
        ),
        label: each('label', label),
      } as FieldsByKind; // each like those that it is made of
    },
  };
}

/** Where a part goes, and how far its pixels move. */
type Part = { readonly to: Rectangle; readonly shift: readonly [number, number] };

function partsOf(
  { x, y }: MosaicDraw,
  { height, width }: { readonly height: number; readonly width: number },
): readonly Part[] {
  const [left, top] = [Math.round(x * width), Math.round(y * height)];
  return [
    { to: { left: 0, top: 0, height: top, width: left }, shift: [left - width, top - height] },
    { to: { left, top: 0, height: top, width: width - left }, shift: [left, top - height] },
    { to: { left: 0, top, height: height - top, width: left }, shift: [left - width, top] },
    { to: { left, top, height: height - top, width: width - left }, shift: [left, top] },
  ];
}

function joinedPixels(images: readonly HostArray[], parts: readonly Part[]): HostArray {
  const result = hostLike(images[0]!);
  const [, imageWidth, channels = 1] = result.shape as readonly [number, number, number?]; // an image or a mask
  for (const [k, { to, shift }] of parts.entries()) {
    for (let y = to.top; y < to.top + to.height; y++) {
      const from = ((y - shift[1]) * imageWidth + to.left - shift[0]) * channels;
      result.data.set(
        images[k]!.data.subarray(from, from + to.width * channels),
        (y * imageWidth + to.left) * channels,
      );
    }
  }
  return result;
}
