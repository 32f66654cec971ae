import type { Augmentation } from '@neurite/core';
import { type SequenceDraw, sequenceAugmentation } from '../internal/sequence.js';

/**
 * Applies augmentations one after another. Each draw sees the fields as those before left them; a kind of field is taken
 * that all of them change or keep.
 *
 * @param augmentations at least one
 * @throws ArgumentError when the list is empty
 * @example
 * const training = compose([randomCrop({ height: 24, width: 24 }), randomHorizontalFlip(), colorJitter({ brightness: 0.2 })]);
 * const image = hostArray(new Uint8Array(28 * 28), [28, 28, 1]);
 * const draw = training.draw(RandomStream.fromSeed(1), { image: [image] }); // steps, each with its draw
 * const changed = training.image?.(image, draw);
 */
export function compose(augmentations: readonly Augmentation[]): Augmentation<SequenceDraw> {
  return sequenceAugmentation('compose', augmentations, () => [...augmentations.keys()]);
}
