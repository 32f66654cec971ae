import type { FieldsByKind, Frame, HostArray, RandomStream } from '@neurite/core';
import { resize } from '@neurite/images';
import { NO_FILL } from './border.js';
import { type Rectangle, rectangleOf } from './copy-pixels.js';
import { resampleImages } from './engine/resample-images.js';
import { type GeometricAugmentation, geometricAugmentation } from './geometric-augmentation.js';
import { resizeBytes } from './resize-bytes.js';

/** A geometric augmentation that resizes a part of the image, with averaging where it becomes smaller. */
export function resizedCrop<Params>({
  name,
  probability,
  draw,
  part,
  size,
}: {
  readonly name: string;
  readonly probability: number;
  readonly draw: (random: RandomStream, fields: FieldsByKind) => Params;
  readonly part: (params: Params, before: Frame) => Rectangle;
  readonly size: Frame;
}): GeometricAugmentation<Params> {
  const { height, width } = size;
  return geometricAugmentation<Params>({
    name,
    probability,
    fill: NO_FILL,
    draw,
    frame: () => ({ height, width }),
    pixels: (image, params, { classes }) => {
      const [oldHeight, oldWidth] = image.shape as [number, number]; // checked by the lifter
      // Cut out first: what is beside the part is not mixed into its border.
      const own = part(params, { height: oldHeight, width: oldWidth });
      const isWhole = own.left === 0 && own.top === 0 && own.height === oldHeight && own.width === oldWidth;
      const cut = isWhole ? image : rectangleOf(image, own, { border: 'edge', fill: 0 });
      const bytes = !classes && cut.dtype === 'uint8' ? resizeBytes(cut, size) : undefined;
      if (bytes !== undefined) return bytes as typeof image; // as it was
      const method = classes ? 'nearest' : 'bilinear';
      return resize(cut as HostArray<'float32'>, [height, width], { method }) as typeof image; // any dtype, as it was
    },
    images: (images, draws) => {
      const [, oldHeight, oldWidth] = images.shape;
      const parts = draws.map((params) => part(params, { height: oldHeight, width: oldWidth }));
      return resampleImages(images, parts, size);
    },
    move: (params, before) => {
      const box = part(params, before);
      return (x, y) => [((x - box.left) * width) / box.width, ((y - box.top) * height) / box.height];
    },
  });
}
