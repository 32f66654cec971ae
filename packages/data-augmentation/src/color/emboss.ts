import { resolveOptions } from '@neurite/core';
import { convolve } from '../internal/convolve.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type EmbossOptions = Chance & {
  /** How deep the relief is, at least 0: one number, or the least and the greatest. Default 0.2 to 0.7. */
  readonly strength?: Range;
  /** The share of the relief beside the image, 0 to 1. Default 0.2 to 0.5. */
  readonly share?: Range;
};

/** How deep the relief is, and its share. */
export type EmbossDraw = { readonly strength: number; readonly share: number };

/**
 * Lights images from the upper left, as a relief: `new = (1 − a) · old + a · old ∗ K`, with the kernel K of strength s
 * `[−1−s, −s, 0; −s, 1, s; 0, s, 1+s]`, whose sum is 1; beyond the border is the mirror image (`reflect`).
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const relief = emboss({ strength: 0.5 });
 * const draw = relief.draw(RandomStream.fromSeed(1), {});
 * const changed = relief.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function emboss(options: EmbossOptions = {}): ImageAugmentation<EmbossDraw> {
  const name = 'emboss';
  const { probability, strength, share } = resolveOptions(name, options, {
    probability: 0.5,
    strength: [0.2, 0.7],
    share: [0.2, 0.5],
  });
  const strengths = checkRange(name, 'strength', { value: strength, atLeast: 0 });
  const shares = checkRange(name, 'share', { value: share, atLeast: 0, atMost: 1 });
  return imageAugmentation<EmbossDraw>({
    name,
    probability,
    draw: (random) => ({ strength: between(random, strengths), share: between(random, shares) }),
    image: (image, { strength: s, share: a }) => {
      const relief = [-1 - s, -s, 0, -s, 1, s, 0, s, 1 + s];
      const kernel = Float64Array.from(relief, (weight, i) => a * weight + (i === 4 ? 1 - a : 0));
      return convolve(image, kernel, 3);
    },
  });
}
