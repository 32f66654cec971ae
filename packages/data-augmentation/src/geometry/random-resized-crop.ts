import { checkInteger, type Frame, type RandomStream, resolveOptions } from '@neurite/core';
import type { CropDraw } from '../internal/crop-augmentation.js';
import { frameOf, type GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { between, checkRange } from '../internal/ranges.js';
import { resizedCrop } from '../internal/resized-crop.js';

export type RandomResizedCropOptions = Chance & {
  /** Of the new image, in pixels. */
  readonly height: number;
  /** Of the new image, in pixels. */
  readonly width: number;
  /** The share of the old image's area that the part has, in (0, 1]. Default 0.08 to 1. */
  readonly area?: readonly [number, number];
  /** Width over height of the part, above 0, uniform in its logarithm. Default 3/4 to 4/3. */
  readonly ratio?: readonly [number, number];
};

/**
 * Cuts a part of random size and proportions out of images and resizes it to one size: what most networks are trained
 * with on photographs; masks, boxes and points with it. After ten parts that do not fit, the largest one in the center is
 * taken.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const crop = randomResizedCrop({ height: 24, width: 24, area: [0.5, 1] });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = crop.draw(RandomStream.fromSeed(1), { image: [image] }); // left, top, height, width
 * console.log(crop.image(image, draw).shape); // [24, 24, 1]
 * @see Szegedy et al., "Going deeper with convolutions", 2015
 */
export function randomResizedCrop(options: RandomResizedCropOptions): GeometricAugmentation<CropDraw> {
  const name = 'randomResizedCrop';
  const { probability, height, width, area, ratio } = resolveOptions(name, options, {
    probability: 1,
    height: undefined,
    width: undefined,
    area: [0.08, 1],
    ratio: [3 / 4, 4 / 3],
  });
  checkInteger(name, 'height', height, { min: 1 });
  checkInteger(name, 'width', width, { min: 1 });
  const areas = checkRange(name, 'area', { value: area, above: 0, atMost: 1 });
  const ratios = checkRange(name, 'ratio', { value: ratio, above: 0 });
  return resizedCrop<CropDraw>({
    name,
    probability,
    draw: (random, fields) => drawPart(random, frameOf(name, fields), { areas, ratios }),
    part: (draw) => draw,
    size: { height, width },
  });
}

type Ranges = { readonly areas: readonly [number, number]; readonly ratios: readonly [number, number] };

function drawPart(random: RandomStream, { height, width }: Frame, { areas, ratios }: Ranges): CropDraw {
  const logarithms = [Math.log(ratios[0]), Math.log(ratios[1])] as const;
  for (let attempt = 0; attempt < 10; attempt++) {
    const pixels = height * width * between(random, areas);
    const ratio = Math.exp(between(random, logarithms));
    const [newWidth, newHeight] = [Math.round(Math.sqrt(pixels * ratio)), Math.round(Math.sqrt(pixels / ratio))];
    if (newWidth < 1 || newHeight < 1 || newWidth > width || newHeight > height) continue;
    const left = random.integer(width - newWidth + 1);
    const top = random.integer(height - newHeight + 1);
    return { left, top, height: newHeight, width: newWidth };
  }
  const ratio = Math.min(Math.max(width / height, ratios[0]), ratios[1]);
  const newWidth = Math.max(1, Math.min(width, Math.round(height * ratio)));
  const newHeight = Math.max(1, Math.min(height, Math.round(width / ratio)));
  const [left, top] = [Math.floor((width - newWidth) / 2), Math.floor((height - newHeight) / 2)];
  return { left, top, height: newHeight, width: newWidth };
}
