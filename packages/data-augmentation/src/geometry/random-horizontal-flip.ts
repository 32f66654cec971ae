import { resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { reorderingAugmentation } from '../internal/reordering-augmentation.js';

/**
 * Mirrors images left for right: `new(y, x) = old(y, width − 1 − x)`; masks, boxes and points with them.
 *
 * Labels stay: leave it out where left and right mean something, as in digits and text.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const flip = randomHorizontalFlip();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [1, 3, 1]);
 * const mirrored = flip.image(image, {}); // 3, 2, 1
 */
export function randomHorizontalFlip(options: Chance = {}): GeometricAugmentation<Record<string, never>> {
  const name = 'randomHorizontalFlip';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return reorderingAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    strides: (_, { width }) => ({ origin: width - 1, column: -1, row: width }),
    move:
      (_, { width }) =>
      (x, y) => [width - x, y],
  });
}
