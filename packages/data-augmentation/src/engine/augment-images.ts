import {
  ArgumentError,
  type Augmentation,
  checkOptions,
  DtypeError,
  formatShape,
  hostArray,
  type RandomStream,
  ShapeError,
} from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

export type AugmentImagesOptions = {
  /** Where draws come from: one for each image, in their order. */
  readonly random: RandomStream;
};

/**
 * Changes a batch of images on the running engine, each by a draw of its own: the same definitions as on the host, many
 * images at a time.
 *
 * @param images [batch, height, width, channels], float32 from 0 to 1; they stay as they are
 * @param augmentation one with `images`: of this package all that the README marks, and what combines them
 * @returns new images, which the caller disposes of
 * @throws ShapeError when the images are not [batch, height, width, channels]
 * @throws DtypeError when they are not float32
 * @throws ArgumentError when the augmentation has no `images`
 * @example
 * const images = tensor4d(new Float32Array(8 * 28 * 28), [8, 28, 28, 1]);
 * const random = RandomStream.fromSeed(1);
 * const changed = augmentImages(images, compose([randomRotation(), gaussianBlur()]), { random });
 * dispose([images, changed]);
 * @see augmentBatches for the batches of a data set
 */
export function augmentImages<Params>(
  images: Tensor4D,
  augmentation: Augmentation<Params>,
  options: AugmentImagesOptions,
): Tensor4D {
  const where = 'augmentImages';
  checkOptions(where, options, ['random']);
  if (typeof augmentation?.images !== 'function') {
    throw new ArgumentError({
      where,
      argument: 'augmentation',
      expected: 'be one that changes batches of images on the engine',
      received: typeof augmentation?.name === 'string' ? augmentation.name : String(augmentation),
      advice: 'Augment samples on the host, with `augment` of a data set',
    });
  }
  const [batch, ...shape] = images.shape;
  if (images.shape.length !== 4) {
    const expected = 'have shape [batch, height, width, channels]';
    throw new ShapeError({ where, argument: 'images', expected, received: formatShape(images.shape) });
  }
  if (images.dtype !== 'float32') {
    throw new DtypeError({
      where,
      argument: 'images',
      expected: 'be float32 from 0 to 1',
      received: images.dtype,
      advice: 'Divide uint8 images by 255 first',
    });
  }
  // Draws ask for sizes, not for values.
  const one = hostArray(new Float32Array(shape[0]! * shape[1]! * shape[2]!), shape);
  const draws = Array.from({ length: batch }, () => augmentation.draw(options.random, { image: [one] }));
  return batch === 0 ? images.clone() : augmentation.images(images, draws);
}
