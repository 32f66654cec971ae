import { resolveOptions } from '@neurite/core';
import { sub } from '@tensorflow/tfjs-core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';

/**
 * Makes the negative of images: `new = 1 − old`, with values from 0 to 1.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const invert = randomInvert();
 * const negative = invert.image(hostArray(Uint8Array.of(10, 100), [1, 2, 1]), {}); // 245, 155
 */
export function randomInvert(options: Chance = {}): ImageAugmentation<Record<string, never>> {
  const name = 'randomInvert';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return imageAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    image: (image) => mapValues(image, (value) => 1 - value),
    images: (images) => sub(1, images),
  });
}
