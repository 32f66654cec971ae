import { resolveOptions } from '@neurite/core';
import { resize } from '@neurite/images';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type DownscaleOptions = Chance & {
  /** How large the small image is, as a share of the sides, in (0, 1]: one, or the least and the greatest. Default 0.25 to 0.8. */
  readonly scale?: Range;
};

/** The sides of the small image over those of the old one; 1 changes nothing. */
export type DownscaleDraw = { readonly scale: number };

/**
 * Makes images small, by the mean of areas, and large again, bilinearly: the detail of a poor camera.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const poor = downscale({ scale: 0.5 });
 * const draw = poor.draw(RandomStream.fromSeed(1), {});
 * const coarse = poor.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function downscale(options: DownscaleOptions = {}): ImageAugmentation<DownscaleDraw> {
  const name = 'downscale';
  const { probability, scale } = resolveOptions(name, options, { probability: 1, scale: [0.25, 0.8] });
  const range = checkRange(name, 'scale', { value: scale, above: 0, atMost: 1 });
  return imageAugmentation<DownscaleDraw>({
    name,
    probability,
    draw: (random) => ({ scale: between(random, range) }),
    image: (image, draw) => {
      const [height, width] = image.shape as readonly [number, number, number]; // checked by the lifter
      const small = [
        Math.max(1, Math.round(height * draw.scale)),
        Math.max(1, Math.round(width * draw.scale)),
      ] as const;
      return resize(resize(image, small, { method: 'area' }), [height, width]);
    },
  });
}
