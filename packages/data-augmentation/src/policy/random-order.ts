import type { Augmentation } from '@neurite/core';
import { type SequenceDraw, sequenceAugmentation } from '../internal/sequence.js';

/**
 * Applies all of several augmentations, in random order.
 *
 * @param augmentations at least one
 * @throws ArgumentError when the list is empty
 * @example
 * const shuffled = randomOrder([randomBrightness(), gaussianBlur(), randomInvert()]);
 * const draw = shuffled.draw(RandomStream.fromSeed(1), {});
 * const changed = shuffled.image?.(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function randomOrder(augmentations: readonly Augmentation[]): Augmentation<SequenceDraw> {
  return sequenceAugmentation('randomOrder', augmentations, (random) => [...random.permutation(augmentations.length)]);
}
