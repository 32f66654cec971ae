import { type Augmentation, checkNumber } from '@neurite/core';
import { happens } from '../internal/image-augmentation.js';
import { type SequenceDraw, sequenceAugmentation } from '../internal/sequence.js';

/**
 * Applies any augmentation, one of your own included, to a share of the samples.
 *
 * @param probability how often it is applied, 0 to 1
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const sometimes = withProbability(0.25, compose([gaussianBlur(), gaussianNoise()]));
 * const draw = sometimes.draw(RandomStream.fromSeed(1), {});
 * const changed = sometimes.image?.(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function withProbability(probability: number, augmentation: Augmentation): Augmentation<SequenceDraw> {
  checkNumber('withProbability', 'probability', probability, { atLeast: 0, atMost: 1 });
  return sequenceAugmentation('withProbability', [augmentation], (random) => (happens(random, probability) ? [0] : []));
}
