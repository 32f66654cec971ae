import type { FieldsByKind, Frame, RandomStream } from '@neurite/core';
import { reorderedView } from '@neurite/images/pixel-view';
import { NO_FILL } from './border.js';
import { type Strides, stridedPixels } from './copy-pixels.js';
import { type GeometricAugmentation, geometricAugmentation } from './geometric-augmentation.js';
import type { Move } from './move-points.js';

/** A geometric augmentation that gives the pixels another order: the draw, the size, the strides and the way of a point. */
export function reorderingAugmentation<Params>({
  name,
  probability,
  draw,
  frame = (before) => before,
  strides,
  move,
}: {
  readonly name: string;
  readonly probability: number;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  /** Default: as before. */
  readonly frame?: (before: Frame, params: Params) => Frame;
  readonly strides: (params: Params, before: Frame) => Strides;
  readonly move: (params: Params, before: Frame) => Move;
}): GeometricAugmentation<Params> {
  return geometricAugmentation<Params>({
    name,
    probability,
    fill: NO_FILL,
    draw,
    frame,
    pixels: (image, params) => {
      const [height, width] = image.shape as [number, number]; // checked by the lifter
      const before = { height, width };
      const [after, order] = [frame(before, params), strides(params, before)];
      const view = reorderedView(image, { ...after, ...order });
      return view ? (view as typeof image) : stridedPixels(image, after, order); // of its dtype
    },
    move,
  });
}
