import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { type EraseDraw, type EraseOptions, eraseAugmentation } from '../internal/erase-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';

export type GridDropoutOptions = EraseOptions & {
  /** The side of a cell of the grid in pixels, at least 2. Default 16. */
  readonly cell?: number;
  /** The side of the erased square over that of its cell, in (0, 1). Default 0.5. */
  readonly share?: number;
};

/**
 * Erases a square in each cell of a grid, which begins anywhere.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const dropout = gridDropout({ cell: 8 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = dropout.draw(RandomStream.fromSeed(1), { image: [image] }); // holes and seed
 * const changed = dropout.image(image, draw);
 * @see Chen et al., "GridMask data augmentation", 2020; without its rotation
 */
export function gridDropout(options: GridDropoutOptions = {}): ImageAugmentation<EraseDraw> {
  const name = 'gridDropout';
  const resolved = resolveOptions(name, options, { probability: 1, fill: 0, cell: 16, share: 0.5 });
  const { cell, share } = resolved;
  checkInteger(name, 'cell', cell, { min: 2 });
  checkNumber(name, 'share', share, { above: 0, below: 1 });
  const size = Math.max(1, Math.round(cell * share));
  return eraseAugmentation({
    name,
    options: resolved,
    holes: (random, { height, width }) => {
      const [firstLeft, firstTop] = [random.integer(cell) - cell, random.integer(cell) - cell];
      const across = Math.ceil((width - firstLeft) / cell);
      const down = Math.ceil((height - firstTop) / cell);
      return Array.from({ length: across * down }, (_, i) => ({
        left: firstLeft + (i % across) * cell,
        top: firstTop + Math.floor(i / across) * cell,
        height: size,
        width: size,
      }));
    },
  });
}
