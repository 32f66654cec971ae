import { blend, changeColors, lumas } from '../internal/engine/colors.js';
import { type FactorDraw, type FactorOptions, factorAugmentation } from '../internal/factor-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { blendGray } from '../internal/map-values.js';

/**
 * Makes colors stronger or weaker: `new = g + factor · (old − g)`, clipped, with g the gray of the pixel. Images of one
 * channel stay as they are.
 *
 * @param options.factor Default 0.3: from 0.7 to 1.3
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const saturation = randomSaturation({ factor: [0, 2] });
 * const draw = saturation.draw(RandomStream.fromSeed(1), {});
 * const changed = saturation.image(hostArray(Uint8Array.of(200, 100, 50), [1, 1, 3]), draw);
 */
export function randomSaturation(options: FactorOptions = {}): ImageAugmentation<FactorDraw> {
  return factorAugmentation('randomSaturation', options, {
    factor: 0.3,
    image: blendGray,
    images: (images, factors) => changeColors(images, (colors) => blend(factors, colors, lumas(colors))),
  });
}
