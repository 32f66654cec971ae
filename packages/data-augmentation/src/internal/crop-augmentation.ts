import type { FieldsByKind, Frame, RandomStream } from '@neurite/core';
import { reorderedView } from '@neurite/images/pixel-view';
import { checkFill, type Fill } from './border.js';
import { type Rectangle, rectangleOf } from './copy-pixels.js';
import { type GeometricAugmentation, geometricAugmentation } from './geometric-augmentation.js';

/** The part of the old image that the new one is, in pixels; it may reach beyond the old one. */
export type CropDraw = Rectangle;

/** A geometric augmentation that copies a rectangle. */
export function cropAugmentation<Params>({
  name,
  probability,
  fill,
  draw,
  rectangle,
}: {
  readonly name: string;
  readonly probability: number;
  readonly fill: Fill;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  readonly rectangle: (params: Params, before: Frame) => Rectangle;
}): GeometricAugmentation<Params> {
  checkFill(name, fill);
  return geometricAugmentation<Params>({
    name,
    probability,
    fill,
    draw,
    frame: (before, params) => {
      const { height, width } = rectangle(params, before);
      return { height, width };
    },
    pixels: (image, params, resampling) => {
      const [height, width] = image.shape as [number, number]; // checked by the lifter
      const part = rectangle(params, { height, width });
      const { left, top } = part;
      const isWithin = left >= 0 && top >= 0 && left + part.width <= width && top + part.height <= height;
      const view = isWithin && reorderedView(image, { ...part, origin: top * width + left, column: 1, row: width });
      return view ? (view as typeof image) : rectangleOf(image, part, resampling); // of its dtype
    },
    move: (params, before) => {
      const { left, top } = rectangle(params, before);
      return (x, y) => [x - left, y - top];
    },
  });
}
