import { resolveOptions } from '@neurite/core';
import { type EraseDraw, type EraseOptions, eraseAugmentation } from '../internal/erase-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, integerBetween, type Range } from '../internal/ranges.js';

export type XyMaskingOptions = EraseOptions & {
  /** Number of vertical stripes, integers of at least 0: one number, or the least and the greatest. Default 1 to 2. */
  readonly columns?: Range;
  /** Number of horizontal stripes, likewise. Default 1 to 2. */
  readonly rows?: Range;
  /** The width of a stripe, a share of the image's, in (0, 1]: one, or the least and the greatest. Default 0.05 to 0.15. */
  readonly size?: Range;
};

/**
 * Erases vertical and horizontal stripes across the whole image, e.g. times and frequencies of a spectrogram.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const masking = xyMasking({ columns: 1, rows: 0 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = masking.draw(RandomStream.fromSeed(1), { image: [image] }); // holes and seed
 * const changed = masking.image(image, draw);
 * @see Park et al., "SpecAugment: A simple data augmentation method for automatic speech recognition", 2019
 */
export function xyMasking(options: XyMaskingOptions = {}): ImageAugmentation<EraseDraw> {
  const name = 'xyMasking';
  const resolved = resolveOptions(name, options, {
    probability: 1,
    fill: 0,
    columns: [1, 2] as Range,
    rows: [1, 2] as Range,
    size: [0.05, 0.15] as Range,
  });
  const counts = (['columns', 'rows'] as const).map((argument) => {
    const [fewest, most] = checkRange(name, argument, { value: resolved[argument], atLeast: 0 });
    return [Math.round(fewest), Math.round(most)] as const;
  });
  const sizes = checkRange(name, 'size', { value: resolved.size, above: 0, atMost: 1 });
  return eraseAugmentation({
    name,
    options: resolved,
    holes: (random, { height, width }) => {
      const stripe = (length: number): readonly [start: number, size: number] => {
        const size = Math.max(1, Math.round(between(random, sizes) * length));
        return [random.integer(length - size + 1), size];
      };
      const vertical = Array.from({ length: integerBetween(random, counts[0]!) }, () => {
        const [left, size] = stripe(width);
        return { left, top: 0, height, width: size };
      });
      const horizontal = Array.from({ length: integerBetween(random, counts[1]!) }, () => {
        const [top, size] = stripe(height);
        return { left: 0, top, height: size, width };
      });
      return [...vertical, ...horizontal];
    },
  });
}
