import { type Augmentation, checkInteger, resolveOptions } from '@neurite/core';
import { checkRange, integerBetween, type Range } from '../internal/ranges.js';
import { type SequenceDraw, sequenceAugmentation } from '../internal/sequence.js';

export type SomeOfOptions = {
  /** How many are applied, an integer: one, or the least and the greatest. Default 1 to all. */
  readonly count?: Range;
};

/**
 * Applies some of several augmentations, each at most once, in the order of the list.
 *
 * @param augmentations at least one
 * @throws ArgumentError when the list is empty, and when the count is not of integers between 0 and its length
 * @example
 * const some = someOf([randomBrightness(), randomContrast(), gaussianBlur()], { count: 2 });
 * const draw = some.draw(RandomStream.fromSeed(1), {});
 * const changed = some.image?.(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function someOf(
  augmentations: readonly Augmentation[],
  options: SomeOfOptions = {},
): Augmentation<SequenceDraw> {
  const { count } = resolveOptions('someOf', options, {
    count: [Math.min(1, augmentations.length), augmentations.length] as Range,
  });
  const range = checkRange('someOf', 'count', { value: count });
  for (const end of range) checkInteger('someOf', 'count', end, { min: 0, max: augmentations.length });
  return sequenceAugmentation('someOf', augmentations, (random) => {
    const picked = random.permutation(augmentations.length).subarray(0, integerBetween(random, range));
    return [...picked].sort((a, b) => a - b);
  });
}
