import { ArgumentError, resolveOptions } from '@neurite/core';
import { div, floor, minimum, mul, sub } from '@tensorflow/tfjs-core';
import { perImage } from '../internal/engine/per-image.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';
import { checkRange, integerBetween } from '../internal/ranges.js';

export type RandomPosterizeOptions = Chance & {
  /** How many bits of each value are kept, integers from 1 to 8. Default 3 to 7. */
  readonly bits?: readonly [number, number];
};

/** How many bits are kept; 8 changes no uint8 image. */
export type PosterizeDraw = { readonly bits: number };

/**
 * Keeps few shades: the first bits of each uint8 value, and of floats `⌊old · 2ᵇ⌋ / 2ᵇ`, at most `1 − 2⁻ᵇ`.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const posterize = randomPosterize();
 * const image = hostArray(Uint8Array.of(10, 100), [1, 2, 1]);
 * const changed = posterize.image(image, { bits: 2 }); // 0, 64
 */
export function randomPosterize(options: RandomPosterizeOptions = {}): ImageAugmentation<PosterizeDraw> {
  const name = 'randomPosterize';
  const { probability, bits } = resolveOptions(name, options, { probability: 1, bits: [3, 7] });
  const range = checkRange(name, 'bits', { value: bits, atLeast: 1, atMost: 8 });
  if (!range.every(Number.isInteger)) {
    const received = range.join(', ');
    throw new ArgumentError({ where: name, argument: 'bits', expected: 'be integers', received });
  }
  return imageAugmentation<PosterizeDraw>({
    name,
    probability,
    draw: (random) => ({ bits: integerBetween(random, range) }),
    image: (image, draw) => {
      const levels = 2 ** draw.bits;
      if (image.dtype === 'uint8') {
        const step = 256 / levels;
        return mapValues(image, (value) => (Math.floor(Math.round(value * 255) / step) * step) / 255);
      }
      return mapValues(image, (value) => Math.min(Math.floor(value * levels), levels - 1) / levels);
    },
    images: (images, draws) => {
      const levels = perImage(draws, ({ bits }) => 2 ** bits);
      return div(minimum(floor(mul(images, levels)), sub(levels, 1)), levels);
    },
  });
}
