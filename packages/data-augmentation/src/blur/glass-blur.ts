import { checkInteger, hostLike, RandomStream, resolveOptions } from '@neurite/core';
import { convolveSeparably, gaussianKernel } from '../internal/convolve.js';
import {
  type Chance,
  type ImageArray,
  type ImageAugmentation,
  imageAugmentation,
} from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type GlassBlurOptions = Chance & {
  /** Standard deviation of the blur before and after, in pixels, above 0. Default 0.5 to 0.9. */
  readonly sigma?: Range;
  /** How far a pixel may be carried in a step, in pixels, at least 1. Default 2. */
  readonly distance?: number;
  /** Steps, at least 1. Default 2. */
  readonly steps?: number;
};

/** The standard deviation, and the seed that all swaps follow from. */
export type GlassDraw = { readonly sigma: number; readonly seed: number };

/**
 * Shows images as if through frosted glass: blurred, then each pixel swapped with one near to it, several times, and blurred
 * again.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const glass = glassBlur();
 * const draw = glass.draw(RandomStream.fromSeed(1), {}); // sigma, seed
 * const blurred = glass.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations", 2019
 */
export function glassBlur(options: GlassBlurOptions = {}): ImageAugmentation<GlassDraw> {
  const name = 'glassBlur';
  const { probability, sigma, distance, steps } = resolveOptions(name, options, {
    probability: 1,
    sigma: [0.5, 0.9],
    distance: 2,
    steps: 2,
  });
  const range = checkRange(name, 'sigma', { value: sigma, above: 0 });
  checkInteger(name, 'distance', distance, { min: 1 });
  checkInteger(name, 'steps', steps, { min: 1 });
  return imageAugmentation<GlassDraw>({
    name,
    probability,
    draw: (random) => ({ sigma: between(random, range), seed: drawSeed(random).seed }),
    image: (image, draw) => {
      const kernel = gaussianKernel(draw.sigma);
      const blur = (source: ImageArray): ImageArray => convolveSeparably(source, { across: kernel, down: kernel });
      const swapped = hostLike(image);
      swapped.data.set(blur(image).data);
      swap(swapped, RandomStream.fromSeed(draw.seed), { distance, steps });
      return blur(swapped);
    },
  });
}

/** Swaps each pixel with one at most `distance` rows and columns away. */
function swap(
  { data, shape }: ImageArray,
  random: RandomStream,
  { distance, steps }: { readonly distance: number; readonly steps: number },
): void {
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  const near = (at: number, size: number): number =>
    Math.min(Math.max(at + random.integer(2 * distance + 1) - distance, 0), size - 1);
  for (let step = 0; step < steps; step++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const here = (y * width + x) * channels;
        const there = (near(y, height) * width + near(x, width)) * channels;
        for (let c = 0; c < channels; c++) {
          const held = data[here + c]!;
          data[here + c] = data[there + c]!;
          data[there + c] = held;
        }
      }
    }
  }
}
