import { mul } from '@tensorflow/tfjs-core';
import { type FactorDraw, type FactorOptions, factorAugmentation } from '../internal/factor-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';

/**
 * Makes images brighter or darker: `new = factor · old`, clipped.
 *
 * @param options.factor Default 0.3: from 0.7 to 1.3
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const brightness = randomBrightness({ factor: 0.2 });
 * const draw = brightness.draw(RandomStream.fromSeed(1), {});
 * const changed = brightness.image(hostArray(Uint8Array.of(10, 100), [1, 2, 1]), draw);
 */
export function randomBrightness(options: FactorOptions = {}): ImageAugmentation<FactorDraw> {
  return factorAugmentation('randomBrightness', options, {
    factor: 0.3,
    image: (image, factor) => mapValues(image, (value) => factor * value),
    images: (images, factors) => mul(images, factors),
  });
}
