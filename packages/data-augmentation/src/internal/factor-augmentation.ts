import { resolveOptions } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { perImage } from './engine/per-image.js';
import { type Chance, type ImageArray, type ImageAugmentation, imageAugmentation } from './image-augmentation.js';
import { between, checkRange, type Range } from './ranges.js';

/** Options of a change by one factor. */
export type FactorOptions = Chance & {
  /** The factor: as far to either side of 1 (0.3 is 0.7 to 1.3), or from the least to the greatest; at least 0. */
  readonly factor?: Range;
};

/** The factor; 1 changes nothing. */
export type FactorDraw = { readonly factor: number };

/** An augmentation of images by one factor that is uniform in a range. */
export function factorAugmentation(
  name: string,
  options: FactorOptions,
  {
    factor,
    image,
    images,
  }: {
    readonly factor: Range;
    readonly image: (image: ImageArray, factor: number) => ImageArray;
    /** The same for a batch, with a factor for each image, [batch, 1, 1, 1]. */
    readonly images: (images: Tensor4D, factors: Tensor4D) => Tensor4D;
  },
): ImageAugmentation<FactorDraw> {
  const resolved = resolveOptions(name, options, { probability: 1, factor });
  const range = checkRange(name, 'factor', { value: resolved.factor, around: 1, atLeast: 0 });
  return imageAugmentation<FactorDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({ factor: between(random, range) }),
    image: (before, draw) => image(before, draw.factor),
    images: (before, draws) =>
      images(
        before,
        perImage(draws, (draw) => draw.factor),
      ),
  });
}
