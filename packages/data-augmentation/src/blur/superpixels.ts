import { checkNumber, hostLike, RandomStream, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';
import { slic } from '../internal/slic.js';

export type SuperpixelsOptions = Chance & {
  /** About the side of a superpixel in pixels, at least 1: one, or the least and the greatest. Default 6 to 16. */
  readonly size?: Range;
  /** The share of superpixels that become their mean, 0 to 1: one, or the least and the greatest. Default 0.3 to 1. */
  readonly share?: Range;
  /** The difference of colors, from 0 to 1, that weighs as much as a distance of `size`; above 0. Default 0.1. */
  readonly compactness?: number;
};

/** The size in pixels, the share, and the seed of which superpixels change. */
export type SuperpixelsDraw = { readonly size: number; readonly share: number; readonly seed: number };

/**
 * Gives superpixels, regions of similar color, their mean color, as a drawing with few strokes: by simple linear iterative
 * clustering of colors and places.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const flat = superpixels({ size: 8 });
 * const draw = flat.draw(RandomStream.fromSeed(1), {}); // size, share, seed
 * const changed = flat.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", 2012
 */
export function superpixels(options: SuperpixelsOptions = {}): ImageAugmentation<SuperpixelsDraw> {
  const name = 'superpixels';
  const { probability, size, share, compactness } = resolveOptions(name, options, {
    probability: 1,
    size: [6, 16],
    share: [0.3, 1],
    compactness: 0.1,
  });
  const sizes = checkRange(name, 'size', { value: size, atLeast: 1 });
  const shares = checkRange(name, 'share', { value: share, atLeast: 0, atMost: 1 });
  checkNumber(name, 'compactness', compactness, { above: 0 });
  return imageAugmentation<SuperpixelsDraw>({
    name,
    probability,
    draw: (random) => ({ size: between(random, sizes), share: between(random, shares), seed: drawSeed(random).seed }),
    image: (image, draw) => {
      if (image.data.length === 0) return image;
      const channels = image.shape[2]!;
      const { labels, count } = slic(image, { size: draw.size, compactness });
      const random = RandomStream.fromSeed(draw.seed);
      const changes = Array.from({ length: count }, () => random.uniform() < draw.share);
      const sums = new Float64Array(count * channels);
      const counts = new Float64Array(count);
      for (const [pixel, label] of labels.entries()) {
        counts[label]!++;
        for (let c = 0; c < channels; c++) sums[label * channels + c]! += image.data[pixel * channels + c]!;
      }
      const half = image.dtype === 'uint8' ? 0.5 : 0;
      const result = hostLike(image);
      result.data.set(image.data);
      for (const [pixel, label] of labels.entries()) {
        if (!changes[label]) continue;
        for (let c = 0; c < channels; c++) {
          result.data[pixel * channels + c] = sums[label * channels + c]! / counts[label]! + half;
        }
      }
      return result;
    },
  });
}
