import { resolveOptions } from '@neurite/core';
import { type EraseDraw, type EraseOptions, eraseAugmentation } from '../internal/erase-augmentation.js';
import type { ImageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, integerBetween, type Range } from '../internal/ranges.js';

export type CoarseDropoutOptions = EraseOptions & {
  /** How many rectangles, integers: one number, or the least and the greatest. Default 1 to 8. */
  readonly count?: Range;
  /** The sides of the rectangles, each a share of the image's, in (0, 1]: one, or the least and the greatest. Default 0.05 to 0.2. */
  readonly size?: Range;
};

/**
 * Erases several small rectangles inside the image.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const dropout = coarseDropout({ count: 4 });
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = dropout.draw(RandomStream.fromSeed(1), { image: [image] }); // holes and seed
 * const changed = dropout.image(image, draw);
 */
export function coarseDropout(options: CoarseDropoutOptions = {}): ImageAugmentation<EraseDraw> {
  const name = 'coarseDropout';
  const resolved = resolveOptions(name, options, {
    probability: 1,
    fill: 0,
    count: [1, 8] as Range,
    size: [0.05, 0.2] as Range,
  });
  const [fewest, most] = checkRange(name, 'count', { value: resolved.count, atLeast: 1 });
  const sizes = checkRange(name, 'size', { value: resolved.size, above: 0, atMost: 1 });
  return eraseAugmentation({
    name,
    options: resolved,
    holes: (random, frame) =>
      Array.from({ length: integerBetween(random, [Math.round(fewest), Math.round(most)]) }, () => {
        const height = Math.max(1, Math.round(between(random, sizes) * frame.height));
        const width = Math.max(1, Math.round(between(random, sizes) * frame.width));
        const left = random.integer(frame.width - width + 1);
        return { left, top: random.integer(frame.height - height + 1), height, width };
      }),
  });
}
