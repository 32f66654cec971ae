import { checkInteger, resolveOptions } from '@neurite/core';
import { type FillOptions, NO_FILL } from '../internal/border.js';
import { cropAugmentation } from '../internal/crop-augmentation.js';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';

export type PadOptions = Chance &
  FillOptions & {
    /** Pixels on the left. Default 0. */
    readonly left?: number;
    /** Pixels on top. Default 0. */
    readonly top?: number;
    /** Pixels on the right. Default 0. */
    readonly right?: number;
    /** Pixels at the bottom. Default 0. */
    readonly bottom?: number;
  };

/**
 * Adds pixels around images; masks, boxes and points go with them.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const padding = pad({ left: 2, right: 2, border: 'edge' });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * console.log(padding.image(image, {}).shape); // [28, 32, 1]
 */
export function pad(options: PadOptions = {}): GeometricAugmentation<Record<string, never>> {
  const defaults = { probability: 1, left: 0, top: 0, right: 0, bottom: 0, ...NO_FILL } as const;
  const { probability, border, fill, maskFill, ...sides } = resolveOptions('pad', options, defaults);
  const { left, top, right, bottom } = sides;
  for (const [side, pixels] of Object.entries(sides)) checkInteger('pad', side, pixels, { min: 0 });
  return cropAugmentation<Record<string, never>>({
    name: 'pad',
    probability,
    fill: { border, fill, maskFill },
    draw: () => ({}),
    rectangle: (_, { height, width }) => ({
      left: -left,
      top: -top,
      height: height + top + bottom,
      width: width + left + right,
    }),
  });
}
