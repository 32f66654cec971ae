import { resolveOptions } from '@neurite/core';
import { add, zerosLike } from '@tensorflow/tfjs-core';
import { changeColors, lumas } from '../internal/engine/colors.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { blendGray } from '../internal/map-values.js';

/**
 * Takes the color out of images: all three channels become `0.299 · red + 0.587 · green + 0.114 · blue`.
 *
 * @param options.probability Default 0.1
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const gray = randomGray();
 * const changed = gray.image(hostArray(Uint8Array.of(200, 100, 50), [1, 1, 3]), {});
 */
export function randomGray(options: Chance = {}): ImageAugmentation<Record<string, never>> {
  const name = 'randomGray';
  const { probability } = resolveOptions(name, options, { probability: 0.1 });
  return imageAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    image: (image) => blendGray(image, 0),
    images: (images) => changeColors(images, (colors) => add(zerosLike(colors), lumas(colors))),
  });
}
