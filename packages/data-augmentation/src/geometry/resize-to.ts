import { checkInteger, resolveOptions } from '@neurite/core';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { resizedCrop } from '../internal/resized-crop.js';

export type ResizeToOptions = Chance & {
  /** Of the new image, in pixels. */
  readonly height: number;
  /** Of the new image, in pixels. */
  readonly width: number;
};

/**
 * Resizes images to one size, bilinearly and with averaging where they become smaller; masks, boxes and points with them.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const smaller = resizeTo({ height: 14, width: 14 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * console.log(smaller.image(image, {}).shape); // [14, 14, 1]
 */
export function resizeTo(options: ResizeToOptions): GeometricAugmentation<Record<string, never>> {
  const name = 'resizeTo';
  const defaults = { probability: 1, height: undefined, width: undefined } as const;
  const { probability, height, width } = resolveOptions(name, options, defaults);
  checkInteger(name, 'height', height, { min: 1 });
  checkInteger(name, 'width', width, { min: 1 });
  return resizedCrop<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    part: (_, before) => ({ left: 0, top: 0, height: before.height, width: before.width }),
    size: { height, width },
  });
}
