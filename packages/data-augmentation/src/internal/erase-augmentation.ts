import { checkNumber, type FieldsByKind, type Frame, hostLike, RandomStream } from '@neurite/core';
import { scalar, type Tensor, type Tensor4D, tensor4d, where } from '@tensorflow/tfjs-core';
import type { Rectangle } from './copy-pixels.js';
import { frameOf } from './geometric-augmentation.js';
import { type Chance, type ImageArray, type ImageAugmentation, imageAugmentation } from './image-augmentation.js';
import { drawSeed } from './seeds.js';

/** Options of every augmentation that erases parts. */
export type EraseOptions = Chance & {
  /** What erased pixels become: a share of the range, 0 to 1, or `noise`, uniform for each value. Default 0. */
  readonly fill?: number | 'noise';
};

/** The rectangles that are erased, in pixels, and the seed of the noise. */
export type EraseDraw = { readonly holes: readonly Rectangle[]; readonly seed: number };

/** An augmentation that erases rectangles of images. Masks, boxes and points stay: what is hidden is still there. */
export function eraseAugmentation({
  name,
  options: { probability, fill },
  holes,
}: {
  readonly name: string;
  readonly options: { readonly probability: number; readonly fill: number | 'noise' };
  readonly holes: (random: RandomStream, frame: Frame) => readonly Rectangle[];
}): ImageAugmentation<EraseDraw> {
  if (fill !== 'noise') checkNumber(name, 'fill', fill, { atLeast: 0, atMost: 1, or: "'noise'" });
  return imageAugmentation<EraseDraw>({
    name,
    probability,
    draw: (random: RandomStream, fields: FieldsByKind) => ({
      holes: holes(random, frameOf(name, fields)),
      seed: drawSeed(random).seed,
    }),
    image: (image, draw) => erased(image, draw, fill),
    images: fill === 'noise' ? undefined : (images, draws) => erasedImages(images, draws, fill),
  });
}

function erased(image: ImageArray, { holes, seed }: EraseDraw, fill: number | 'noise'): ImageArray {
  const [height, width, channels] = image.shape as readonly [number, number, number]; // checked by the lifter
  const result = hostLike(image);
  const to = result.data;
  to.set(image.data);
  const bytes = image.dtype === 'uint8';
  const random = RandomStream.fromSeed(seed);
  const value = fill === 'noise' ? 0 : bytes ? Math.round(fill * 255) : fill;
  for (const { from, end } of runsOf(holes, { height, width })) {
    const [first, last] = [from * channels, end * channels];
    if (fill !== 'noise') to.fill(value, first, last);
    else for (let at = first; at < last; at++) to[at] = bytes ? random.integer(256) : random.uniform();
  }
  return result;
}

function erasedImages(images: Tensor4D, draws: readonly EraseDraw[], fill: number): Tensor4D {
  const [batch, height, width] = images.shape;
  const erased = new Uint8Array(batch * height * width);
  for (const [image, { holes }] of draws.entries()) {
    const first = image * height * width;
    for (const { from, end } of runsOf(holes, { height, width })) erased.fill(1, first + from, first + end);
  }
  return where<Tensor>(tensor4d(erased, [batch, height, width, 1], 'bool'), scalar(fill), images) as Tensor4D;
}

/** The pixels of rectangles, row by row, as far as they are in the image. */
function* runsOf(holes: readonly Rectangle[], { height, width }: Frame): Generator<{ from: number; end: number }> {
  for (const hole of holes) {
    const [left, right] = [Math.max(hole.left, 0), Math.min(hole.left + hole.width, width)];
    for (let y = Math.max(hole.top, 0); y < Math.min(hole.top + hole.height, height); y++) {
      yield { from: y * width + left, end: y * width + Math.max(left, right) };
    }
  }
}
