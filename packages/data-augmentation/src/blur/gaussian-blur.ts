import { resolveOptions } from '@neurite/core';
import { blurBytes } from '../internal/blur-bytes.js';
import { convolveSeparably, gaussianKernel } from '../internal/convolve.js';
import { convolveImages } from '../internal/engine/convolve-images.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type GaussianBlurOptions = Chance & {
  /** Standard deviation in pixels, above 0: one, or the least and the greatest. Default 0.1 to 2. */
  readonly sigma?: Range;
};

/** The standard deviation in pixels. */
export type BlurDraw = { readonly sigma: number };

/**
 * Blurs images by a Gaussian of radius 4 σ, rounded up; beyond the border is the mirror image (`reflect`).
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const blur = gaussianBlur({ sigma: [0.5, 1.5] });
 * const draw = blur.draw(RandomStream.fromSeed(1), {});
 * const soft = blur.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function gaussianBlur(options: GaussianBlurOptions = {}): ImageAugmentation<BlurDraw> {
  const name = 'gaussianBlur';
  const { probability, sigma } = resolveOptions(name, options, { probability: 1, sigma: [0.1, 2] });
  const range = checkRange(name, 'sigma', { value: sigma, above: 0 });
  return imageAugmentation<BlurDraw>({
    name,
    probability,
    draw: (random) => ({ sigma: between(random, range) }),
    image: (image, draw) => {
      const kernel = gaussianKernel(draw.sigma);
      const bytes = image.dtype === 'uint8' ? blurBytes(image, kernel) : undefined;
      return bytes ?? convolveSeparably(image, { across: kernel, down: kernel });
    },
    images: (images, draws) => {
      const kernels = draws.map((draw) => gaussianKernel(draw.sigma));
      const across = kernels.map((weights) => ({ weights, height: 1, width: weights.length }));
      const down = kernels.map((weights) => ({ weights, height: weights.length, width: 1 }));
      return convolveImages(convolveImages(images, across), down);
    },
  });
}
