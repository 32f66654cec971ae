import { type Augmentation, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { COMMON_OPERATIONS, policyAugmentations, policyStep, USUAL_RANGES } from '../internal/policy-operations.js';
import { type SequenceDraw, sequenceOf } from '../internal/sequence.js';

export type RandAugmentOptions = {
  /** How many operations are applied to each sample, N of the paper, at least 0. Default 2. */
  readonly count?: number;
  /** How strong they are, M of the paper, 0 to 30. Default 9. */
  readonly magnitude?: number;
};

/**
 * Applies a few operations, drawn from 14 with equal chance, all with one strength: two numbers to tune instead of a
 * policy to search. Shears, translations and rotations move masks, boxes and points too.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const policy = randAugment({ count: 2, magnitude: 9 });
 * const draw = policy.draw(RandomStream.fromSeed(1), {});
 * const changed = policy.image?.(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Cubuk et al., "RandAugment: Practical automated data augmentation with a reduced search space", 2020; shears are
 *   about the center
 */
export function randAugment(options: RandAugmentOptions = {}): Augmentation<SequenceDraw> {
  const name = 'randAugment';
  const { count, magnitude } = resolveOptions(name, options, { count: 2, magnitude: 9 });
  checkInteger(name, 'count', count, { min: 0 });
  checkNumber(name, 'magnitude', magnitude, { atLeast: 0, atMost: 30 });
  const settings = { strength: magnitude / 30, ranges: USUAL_RANGES };
  return sequenceOf(name, policyAugmentations(), (random) => ({
    steps: Array.from({ length: count }, () => COMMON_OPERATIONS[random.integer(COMMON_OPERATIONS.length)]).flatMap(
      (operation) => (operation === undefined ? [] : [policyStep(random, operation, settings)]),
    ),
  }));
}
