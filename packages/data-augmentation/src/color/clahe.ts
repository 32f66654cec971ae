import { ArgumentError, checkInteger, hostLike, resolveOptions, ShapeError } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { type LevelGrid, localLevels } from '../internal/local-levels.js';
import { luma } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type ClaheOptions = Chance & {
  /** How many times its mean count a level may have, at least 1: one number, or the least and the greatest. Default 1 to 4. */
  readonly clipLimit?: Range;
  /** Tiles along each axis, at most as many as pixels. Default 8. */
  readonly tiles?: number;
};

/** The limit of a level's count. */
export type ClaheDraw = { readonly clipLimit: number };

/**
 * Spreads the values of each part of an image evenly, without making its noise large: contrast limited adaptive histogram
 * equalization, as OpenCV does it. In each tile, what a level has beyond the limit is dealt out to all 256; between tiles
 * their curves are interpolated.
 *
 * Of images of one channel the values are changed; of color images the luma of BT.601, whose change is added to red, green
 * and blue. Floats are rounded to 256 levels.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range; when applied, ShapeError where an image has fewer pixels than tiles
 * @example
 * const equalize = clahe({ tiles: 2 });
 * const draw = equalize.draw(RandomStream.fromSeed(1), {}); // clipLimit
 * const changed = equalize.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Zuiderveld, "Contrast Limited Adaptive Histogram Equalization", 1994
 */
export function clahe(options: ClaheOptions = {}): ImageAugmentation<ClaheDraw> {
  const name = 'clahe';
  const { probability, clipLimit, tiles } = resolveOptions(name, options, {
    probability: 0.5,
    clipLimit: [1, 4],
    tiles: 8,
  });
  const limits = checkRange(name, 'clipLimit', { value: clipLimit, atLeast: 1 });
  checkInteger(name, 'tiles', tiles, { min: 1 });
  return imageAugmentation<ClaheDraw>({
    name,
    probability,
    draw: (random) => ({ clipLimit: between(random, limits) }),
    image(image, draw) {
      const [height, width, channels] = image.shape as [number, number, number]; // checked by the lifter
      if (height < tiles || width < tiles) {
        const expected = `have at least ${tiles} × ${tiles} pixels, a tile for each`;
        throw new ShapeError({ where: name, argument: 'image', expected, received: `${height} × ${width}` });
      }
      if (channels === 2) {
        throw new ArgumentError({
          where: name,
          argument: 'image',
          expected: 'be gray or in color',
          received: '2 channels',
        });
      }
      const { data, dtype } = image;
      const [most, half, scale] = dtype === 'uint8' ? [255, 0.5, 1] : [1, 0, 255];
      const levels = new Uint8Array(height * width);
      for (let i = 0, at = 0; i < levels.length; i++, at += channels) {
        const value = channels === 1 ? data[at]! : luma(data[at]!, data[at + 1]!, data[at + 2]!);
        levels[i] = value * scale + 0.5;
      }
      const grid: LevelGrid = { levels, height, width };
      const changed = localLevels(grid, { tiles, clipLimit: draw.clipLimit });
      const result = hostLike(image);
      const to = result.data;
      for (let i = 0, at = 0; i < levels.length; i++, at += channels) {
        if (channels === 1) {
          to[at] = changed[i]! / scale;
          continue;
        }
        const difference = (changed[i]! - levels[i]!) / scale;
        for (let c = 0; c < channels; c++) {
          // Alpha stays.
          to[at + c] = c === 3 ? data[at + c]! : Math.min(Math.max(data[at + c]! + difference, 0), most) + half;
        }
      }
      return result;
    },
  });
}
