import { checkInteger, resolveOptions } from '@neurite/core';
import { type FillOptions, NO_FILL } from '../internal/border.js';
import { cropAugmentation } from '../internal/crop-augmentation.js';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';

export type CenterCropOptions = Chance &
  FillOptions & {
    /** Of the new image, in pixels. */
    readonly height: number;
    /** Of the new image, in pixels. */
    readonly width: number;
  };

/**
 * Cuts the center out of images; masks, boxes and points with them. Where the old image is smaller, its border is
 * filled. Where an odd number of pixels is left over, the smaller half is on the left and on top.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const crop = centerCrop({ height: 24, width: 24 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * console.log(crop.image(image, {}).shape); // [24, 24, 1]
 */
export function centerCrop(options: CenterCropOptions): GeometricAugmentation<Record<string, never>> {
  const name = 'centerCrop';
  const defaults = { probability: 1, height: undefined, width: undefined, ...NO_FILL } as const;
  const { probability, height, width, border, fill, maskFill } = resolveOptions(name, options, defaults);
  checkInteger(name, 'height', height, { min: 1 });
  checkInteger(name, 'width', width, { min: 1 });
  return cropAugmentation<Record<string, never>>({
    name,
    probability,
    fill: { border, fill, maskFill },
    draw: () => ({}),
    rectangle: (_, before) => ({
      left: Math.floor((before.width - width) / 2),
      top: Math.floor((before.height - height) / 2),
      height,
      width,
    }),
  });
}
