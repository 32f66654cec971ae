import {
  ArgumentError,
  type Augmentation,
  checkNumber,
  type FieldsByKind,
  type Frame,
  type HostArray,
  type RandomStream,
} from '@neurite/core';
import { type Border, checkFillOf, type Fill } from './border.js';
import { copyImages } from './engine/copy-images.js';
import { type ImagesChange, whereDrawn } from './engine/images-change.js';
import { checkImage, happens } from './image-augmentation.js';
import { type Move, moveBoxes, movePoints } from './move-points.js';

/**
 * An augmentation that moves pixels; masks, boxes and points go with them, and labels stay. A draw of null changes
 * nothing.
 */
export type GeometricAugmentation<Params> = Augmentation<Params | null> &
  Required<Pick<Augmentation<Params | null>, 'frame' | 'image' | 'images' | 'mask' | 'boxes' | 'points'>>;

/** How an image or a mask is resampled: values between classes mean nothing. */
export type Resampling = { readonly border: Border; readonly fill: number; readonly classes: boolean };

/**
 * The draw, the size, the pixels and the way of a point; the lifter makes of them what every kind of field needs.
 *
 * Boxes become the smallest upright ones around their moved outlines, clipped to the image: one that has left it has no
 * area, and the number of boxes stays. Points may leave the image.
 */
export function geometricAugmentation<Params>({
  name,
  probability,
  fill: { border, fill, maskFill },
  draw,
  frame = (before) => before,
  pixels,
  images = (before, draws) => {
    const resampling = { border, fill: BEYOND, classes: true };
    return copyImages(before, draws, { pixels: (indices, params) => pixels(indices, params, resampling), fill });
  },
  move,
  curved = false,
}: {
  readonly name: string;
  readonly probability: number;
  readonly fill: Fill;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  /** Default: as before. */
  readonly frame?: (before: Frame, params: Params) => Frame;
  readonly pixels: <A extends HostArray>(image: A, params: Params, resampling: Resampling) => A;
  /** The same for a batch on the engine. Default: for changes that only copy pixels. */
  readonly images?: ImagesChange<Params>;
  readonly move: (params: Params, before: Frame) => Move;
  /** Whether straight lines do not stay straight. */
  readonly curved?: boolean;
}): GeometricAugmentation<Params> {
  checkNumber(name, 'probability', probability, { atLeast: 0, atMost: 1 });
  return {
    name,
    keeps: ['label'],
    draw: (random, fields) => (happens(random, probability) ? draw(random, fields) : null),
    frame: (before, params) => (params === null ? before : frame(before, params)),
    image: (image, params) => {
      checkImage(name, image as HostArray); // of one of its dtypes
      if (params === null) return image;
      if (border === 'constant') checkFillOf(name, image.dtype, { fill, argument: 'fill' });
      return pixels(image as HostArray, params, { border, fill, classes: false }) as typeof image;
    },
    images: whereDrawn(name, (some, draws) => {
      if (border === 'constant') checkFillOf(name, 'float32', { fill, argument: 'fill' });
      return images(some, draws);
    }),
    mask: (mask, params) => {
      if (params === null) return mask;
      if (border === 'constant') checkFillOf(name, mask.dtype, { fill: maskFill, argument: 'maskFill' });
      const [height, width, ...rest] = mask.shape;
      const planes = { dtype: mask.dtype, data: mask.data, shape: [height!, width!, 1] } as HostArray;
      const changed = pixels(planes, params, { border, fill: maskFill, classes: true });
      const [newHeight, newWidth] = changed.shape;
      return {
        dtype: mask.dtype,
        data: changed.data,
        shape: [newHeight!, newWidth!, ...rest],
      } as HostArray as typeof mask; // its dtype
    },
    boxes: (boxes, params, { before, after: { height, width } }) =>
      params === null
        ? boxes
        : moveBoxes(boxes, move(params, before), { height, width, points: curved ? CURVE_POINTS : 2 }),
    points: (points, params, { before }) => (params === null ? points : movePoints(points, move(params, before))),
  };
}

/** The index of what is beyond the border. */
const BEYOND = -1;

/** As many points of a bent side are moved. */
const CURVE_POINTS = 9;

/** The size of a sample's images: of the first, or of its first mask. */
export function frameOf(where: string, { image, mask }: FieldsByKind): Frame {
  const first = (image?.[0] ?? mask?.[0]) as HostArray | undefined;
  if (first === undefined) {
    throw new ArgumentError({
      where,
      argument: 'fields',
      expected: 'have an image or a mask, whose size the draw depends on',
      received: 'none',
    });
  }
  return { height: first.shape[0]!, width: first.shape[1]! };
}
