import { resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { reorderingAugmentation } from '../internal/reordering-augmentation.js';

/**
 * Mirrors images top for bottom: `new(y, x) = old(height − 1 − y, x)`; masks, boxes and points with them. For images
 * without an up and down, such as those of a microscope or a satellite.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const flip = randomVerticalFlip();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [3, 1, 1]);
 * const mirrored = flip.image(image, {}); // 3, 2, 1
 */
export function randomVerticalFlip(options: Chance = {}): GeometricAugmentation<Record<string, never>> {
  const name = 'randomVerticalFlip';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return reorderingAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    strides: (_, { height, width }) => ({ origin: (height - 1) * width, column: 1, row: -width }),
    move:
      (_, { height }) =>
      (x, y) => [x, height - y],
  });
}
