import { resolveOptions } from '@neurite/core';
import { pow } from '@tensorflow/tfjs-core';
import { perImage } from '../internal/engine/per-image.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';
import { between, checkRange } from '../internal/ranges.js';

export type RandomGammaOptions = Chance & {
  /** The exponent, above 0, uniform in its logarithm. Default 0.7 to 1.4. */
  readonly gamma?: readonly [number, number];
};

/** The exponent; 1 changes nothing. */
export type GammaDraw = { readonly gamma: number };

/**
 * Makes the dark or the bright parts of images lighter or darker: `new = old^γ`, with values from 0 to 1.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const gamma = randomGamma();
 * const draw = gamma.draw(RandomStream.fromSeed(1), {});
 * const changed = gamma.image(hostArray(Uint8Array.of(10, 100), [1, 2, 1]), draw);
 */
export function randomGamma(options: RandomGammaOptions = {}): ImageAugmentation<GammaDraw> {
  const name = 'randomGamma';
  const { probability, gamma } = resolveOptions(name, options, { probability: 1, gamma: [0.7, 1.4] });
  const [low, high] = checkRange(name, 'gamma', { value: gamma, above: 0 });
  const range = [Math.log(low), Math.log(high)] as const;
  return imageAugmentation<GammaDraw>({
    name,
    probability,
    draw: (random) => ({ gamma: Math.exp(between(random, range)) }),
    image: (image, draw) => mapValues(image, (value) => value ** draw.gamma),
    images: (images, draws) =>
      pow(
        images,
        perImage(draws, ({ gamma }) => gamma),
      ),
  });
}
