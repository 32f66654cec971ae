import { hostLike, resolveOptions } from '@neurite/core';
import { warpAffine } from '../geometry/warp-affine.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type ZoomBlurOptions = Chance & {
  /** How far the lens zooms in, at least 1: one factor, or the least and the greatest. Default 1.05 to 1.3. */
  readonly zoom?: Range;
};

/** The last of the zooms; 1 changes nothing. */
export type ZoomDraw = { readonly zoom: number };

/** Zooms between two neighbouring images. */
const STEP = 0.01;

/**
 * Blurs images along rays from their centre, as if the lens zoomed in while the shutter was open: the mean of the image
 * enlarged by 1, 1.01, … and `zoom`, bilinearly.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const blur = zoomBlur({ zoom: 1.2 });
 * const draw = blur.draw(RandomStream.fromSeed(1), {}); // zoom
 * const blurred = blur.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations", 2019
 */
export function zoomBlur(options: ZoomBlurOptions = {}): ImageAugmentation<ZoomDraw> {
  const name = 'zoomBlur';
  const { probability, zoom } = resolveOptions(name, options, { probability: 1, zoom: [1.05, 1.3] });
  const range = checkRange(name, 'zoom', { value: zoom, atLeast: 1, atMost: 10 });
  return imageAugmentation<ZoomDraw>({
    name,
    probability,
    draw: (random) => ({ zoom: between(random, range) }),
    image: (image, draw) => {
      const steps = Math.ceil((draw.zoom - 1) / STEP - 1e-9);
      const sums = Float64Array.from(image.data);
      for (let step = 1; step <= steps; step++) {
        const part = 1 / (1 + ((draw.zoom - 1) * step) / steps);
        const { data } = warpAffine(image as never, [part, 0, 0, 0, part, 0]) as typeof image; // of its dtype
        for (let i = 0; i < sums.length; i++) sums[i]! += data[i]!;
      }
      const result = hostLike(image);
      const half = image.dtype === 'uint8' ? 0.5 : 0;
      for (let i = 0; i < sums.length; i++) result.data[i] = sums[i]! / (steps + 1) + half;
      return result;
    },
  });
}
