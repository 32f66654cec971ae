import { checkInteger, type RandomStream, resolveOptions } from '@neurite/core';
import type { CropDraw } from '../internal/crop-augmentation.js';
import { frameOf, type GeometricAugmentation } from '../internal/geometric-augmentation.js';
import type { Chance } from '../internal/image-augmentation.js';
import { resizedCrop } from '../internal/resized-crop.js';

export type BoxSafeCropOptions = Chance & {
  /** Of the new image, in pixels. */
  readonly height: number;
  /** Of the new image, in pixels. */
  readonly width: number;
};

/**
 * Cuts a random part out of images that has all boxes in it, and resizes it to one size: no object is lost. Each side of
 * the part is uniform between the outermost box and the border of the image. Without boxes it may be any part.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const crop = boxSafeCrop({ height: 24, width: 24 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const boxes = hostArray(Float32Array.of(5, 5, 15, 20), [1, 4]);
 * const draw = crop.draw(RandomStream.fromSeed(1), { image: [image], boxes: [boxes] });
 * console.log(crop.image(image, draw).shape); // [24, 24, 1]
 */
export function boxSafeCrop(options: BoxSafeCropOptions): GeometricAugmentation<CropDraw> {
  const name = 'boxSafeCrop';
  const defaults = { probability: 1, height: undefined, width: undefined } as const;
  const { probability, height, width } = resolveOptions(name, options, defaults);
  checkInteger(name, 'height', height, { min: 1 });
  checkInteger(name, 'width', width, { min: 1 });
  return resizedCrop<CropDraw>({
    name,
    probability,
    draw: (random, fields) => {
      const before = frameOf(name, fields);
      const values = (fields.boxes ?? []).flatMap(({ data }) => [...data]);
      const horizontal = side(random, { inside: [values, 0], size: before.width });
      const vertical = side(random, { inside: [values, 1], size: before.height });
      return { left: horizontal.start, top: vertical.start, height: vertical.length, width: horizontal.length };
    },
    part: (draw) => draw,
    size: { height, width },
  });
}

/** A part of one axis, at least a pixel long, with all boxes inside. */
function side(
  random: RandomStream,
  { inside: [values, axis], size }: { readonly inside: readonly [readonly number[], 0 | 1]; readonly size: number },
): { readonly start: number; readonly length: number } {
  const ends = values.filter((_, i) => i % 2 === axis).map((value) => Math.min(Math.max(value, 0), size));
  // Without boxes the part is around any point.
  const anywhere = random.uniform() * size;
  const [least, greatest] = ends.length === 0 ? [anywhere, anywhere] : [Math.min(...ends), Math.max(...ends)];
  const lastStart = Math.min(Math.floor(least), size - 1);
  const start = random.integer(lastStart + 1);
  const firstEnd = Math.max(Math.ceil(greatest), start + 1);
  return { start, length: firstEnd + random.integer(size - firstEnd + 1) - start };
}
