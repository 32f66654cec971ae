import { blend, meanLumas } from '../internal/engine/colors.js';
import { type FactorDraw, type FactorOptions, factorAugmentation } from '../internal/factor-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { mapValues, meanLuma } from '../internal/map-values.js';

/**
 * Raises or lowers the contrast of images: `new = m + factor · (old − m)`, clipped, with m the mean of the gray image.
 *
 * @param options.factor Default 0.3: from 0.7 to 1.3
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const contrast = randomContrast({ factor: [0.5, 1] });
 * const draw = contrast.draw(RandomStream.fromSeed(1), {});
 * const changed = contrast.image(hostArray(Uint8Array.of(10, 100), [1, 2, 1]), draw);
 */
export function randomContrast(options: FactorOptions = {}): ImageAugmentation<FactorDraw> {
  return factorAugmentation('randomContrast', options, {
    factor: 0.3,
    image: (image, factor) => {
      const mean = meanLuma(image);
      return mapValues(image, (value) => factor * value + (1 - factor) * mean);
    },
    images: (images, factors) => blend(factors, images, meanLumas(images)),
  });
}
