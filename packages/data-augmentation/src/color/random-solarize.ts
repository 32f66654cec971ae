import { resolveOptions } from '@neurite/core';
import { greaterEqual, sub, where } from '@tensorflow/tfjs-core';
import { perImage } from '../internal/engine/per-image.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type RandomSolarizeOptions = Chance & {
  /** The threshold, a share of the range, 0 to 1 for both dtypes; or the least and the greatest. Default 0.5. */
  readonly threshold?: Range;
};

/** Values from here on are inverted, as a share of the range. */
export type SolarizeDraw = { readonly threshold: number };

/**
 * Inverts the bright values of images, as overexposed film does: `new = 1 − old` where `old ≥ threshold`.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const solarize = randomSolarize();
 * const image = hostArray(Uint8Array.of(10, 200), [1, 2, 1]);
 * const changed = solarize.image(image, { threshold: 0.5 }); // 10, 55
 */
export function randomSolarize(options: RandomSolarizeOptions = {}): ImageAugmentation<SolarizeDraw> {
  const name = 'randomSolarize';
  const { probability, threshold } = resolveOptions(name, options, { probability: 0.5, threshold: 0.5 });
  const range = checkRange(name, 'threshold', { value: threshold, atLeast: 0, atMost: 1 });
  return imageAugmentation<SolarizeDraw>({
    name,
    probability,
    draw: (random) => ({ threshold: between(random, range) }),
    image: (image, draw) => mapValues(image, (value) => (value >= draw.threshold ? 1 - value : value)),
    images: (images, draws) => {
      const thresholds = perImage(draws, ({ threshold }) => threshold);
      return where(greaterEqual(images, thresholds), sub(1, images), images);
    },
  });
}
