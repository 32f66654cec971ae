import { resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { reorderingAugmentation } from '../internal/reordering-augmentation.js';

/**
 * Exchanges rows and columns: `new(y, x) = old(x, y)`; masks, boxes and points with them. Height and width change places.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const transpose = randomTranspose();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [1, 3, 1]);
 * console.log(transpose.image(image, {}).shape); // [3, 1, 1]
 */
export function randomTranspose(options: Chance = {}): GeometricAugmentation<Record<string, never>> {
  const name = 'randomTranspose';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return reorderingAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    frame: ({ height, width }) => ({ height: width, width: height }),
    strides: (_, { width }) => ({ origin: 0, column: width, row: 1 }),
    move: () => (x, y) => [y, x],
  });
}
