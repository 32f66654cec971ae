import { ArgumentError, checkInteger, resolveOptions } from '@neurite/core';
import { type FillOptions, NO_FILL } from '../internal/border.js';
import { type CropDraw, cropAugmentation } from '../internal/crop-augmentation.js';
import { frameOf, type GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';

export type RandomCropOptions = Chance &
  FillOptions & {
    /** Of the new image, in pixels. */
    readonly height: number;
    /** Of the new image, in pixels. */
    readonly width: number;
    /** Pixels by which the old image is padded on each side first. Default 0. */
    readonly padding?: number;
  };

/**
 * Cuts a part of a given size out of images, anywhere; masks, boxes and points with them. Boxes are clipped, and have no
 * area where they are outside.
 *
 * @throws ArgumentError when an option is out of its range, and `draw` when the padded image is smaller than the part
 * @example
 * const crop = randomCrop({ height: 24, width: 24, padding: 2, border: 'reflect' });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = crop.draw(RandomStream.fromSeed(1), { image: [image] }); // left, top, height, width
 * console.log(crop.image(image, draw).shape); // [24, 24, 1]
 */
export function randomCrop(options: RandomCropOptions): GeometricAugmentation<CropDraw> {
  const name = 'randomCrop';
  const { probability, height, width, padding, border, fill, maskFill } = resolveOptions(name, options, {
    probability: 1,
    height: undefined,
    width: undefined,
    padding: 0,
    ...NO_FILL,
  });
  checkInteger(name, 'height', height, { min: 1 });
  checkInteger(name, 'width', width, { min: 1 });
  checkInteger(name, 'padding', padding, { min: 0 });
  return cropAugmentation<CropDraw>({
    name,
    probability,
    fill: { border, fill, maskFill },
    draw: (random, fields) => {
      const before = frameOf(name, fields);
      const [restY, restX] = [before.height + 2 * padding - height, before.width + 2 * padding - width];
      if (restX < 0 || restY < 0) {
        throw new ArgumentError({
          where: name,
          argument: 'image',
          expected: `be of at least ${height - 2 * padding} × ${width - 2 * padding} pixels`,
          received: `${before.height} × ${before.width}`,
          advice: 'Raise `padding`, or resize the image first',
        });
      }
      return { left: random.integer(restX + 1) - padding, top: random.integer(restY + 1) - padding, height, width };
    },
    rectangle: (draw) => draw,
  });
}
