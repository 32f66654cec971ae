import { checkInteger, resolveOptions } from '@neurite/core';
import { type EraseDraw, type EraseOptions, eraseAugmentation } from '../internal/erase-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';

export type CutoutOptions = EraseOptions & {
  /** The side of the square in pixels, at least 1. Default 16. */
  readonly size?: number;
  /** How many squares, at least 1. Default 1. */
  readonly count?: number;
};

/**
 * Erases squares whose centers are anywhere in the image, so that they may be cut off by its border.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const cut = cutout({ size: 8 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = cut.draw(RandomStream.fromSeed(1), { image: [image] }); // holes and seed
 * const changed = cut.image(image, draw);
 * @see DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017
 */
export function cutout(options: CutoutOptions = {}): ImageAugmentation<EraseDraw> {
  const name = 'cutout';
  const resolved = resolveOptions(name, options, { probability: 1, fill: 0, size: 16, count: 1 });
  const { size, count } = resolved;
  checkInteger(name, 'size', size, { min: 1 });
  checkInteger(name, 'count', count, { min: 1 });
  return eraseAugmentation({
    name,
    options: resolved,
    holes: (random, { height, width }) =>
      Array.from({ length: count }, () => {
        const [x, y] = [random.integer(width), random.integer(height)];
        const half = Math.floor(size / 2);
        return { left: x - half, top: y - half, height: size, width: size };
      }),
  });
}
