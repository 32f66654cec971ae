import {
  type Augmentation,
  checkNumber,
  type FieldsByKind,
  formatShape,
  type HostArray,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import { clipByValue } from '@tensorflow/tfjs-core';
import { type ImagesChange, whereDrawn } from './engine/images-change.js';

/** How often an augmentation is applied. */
export type Chance = {
  /** How often it is applied, 0 to 1; where it is not, the draw is null. */
  readonly probability?: number;
};

/** An augmentation that changes the values of images, and keeps masks, boxes, points and labels. A draw of null changes nothing. */
export type ImageAugmentation<Params> = Augmentation<Params | null> &
  Required<Pick<Augmentation<Params | null>, 'image'>>;

/** An image of either dtype. */
export type ImageArray = HostArray<'uint8' | 'float32'>;

/** The draw and the change of images alone; the lifter adds chance, checks, and the kinds that stay. */
export function imageAugmentation<Params>({
  name,
  probability,
  draw,
  image: change,
  images,
}: {
  readonly name: string;
  readonly probability: number;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  readonly image: (image: ImageArray, params: Params) => ImageArray;
  /** The same for a batch on the engine, before values are clipped. Default: there is none. */
  readonly images?: ImagesChange<Params> | undefined;
}): ImageAugmentation<Params> {
  checkNumber(name, 'probability', probability, { atLeast: 0, atMost: 1 });
  return {
    name,
    keeps: ['mask', 'boxes', 'points', 'label'],
    draw: (random, fields) => (happens(random, probability) ? draw(random, fields) : null),
    image: (image, params) => {
      const source = image as ImageArray; // of one of its dtypes
      checkImage(name, source);
      return params === null ? image : (change(source, params) as typeof image); // as it was
    },
    ...(images && { images: whereDrawn(name, (some, draws) => clipByValue(images(some, draws), 0, 1)) }),
  };
}

/** Whether a change is applied; what always or never is draws nothing. */
export function happens(random: RandomStream, probability: number): boolean {
  return probability >= 1 || (probability > 0 && random.uniform() < probability);
}

/** @throws ShapeError when an image is not [height, width, channels] */
export function checkImage(where: string, { shape }: HostArray): void {
  if (shape.length === 3) return;
  const expected = 'have shape [height, width, channels]';
  throw new ShapeError({ where, argument: 'image', expected, received: formatShape(shape) });
}
