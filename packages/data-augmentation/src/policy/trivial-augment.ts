import { type Augmentation, checkOptions } from '@neurite/core';
import { COMMON_OPERATIONS, policyAugmentations, policyStep, WIDE_RANGES } from '../internal/policy-operations.js';
import { type SequenceDraw, sequenceOf } from '../internal/sequence.js';

/**
 * Applies one operation, drawn from 14 with equal chance, with a strength that is uniform in a wide range: nothing to tune.
 * Shears, translations and rotations move masks, boxes and points too.
 *
 * @throws ArgumentError when it is given options
 * @example
 * const policy = trivialAugment();
 * const draw = policy.draw(RandomStream.fromSeed(1), {});
 * const changed = policy.image?.(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Müller and Hutter, "TrivialAugment: Tuning-free yet state-of-the-art data augmentation", 2021; translations reach a
 *   seventh of the side, which is 32 of 224 pixels
 */
export function trivialAugment(options: Record<string, never> = {}): Augmentation<SequenceDraw> {
  const name = 'trivialAugment';
  checkOptions(name, options, []);
  return sequenceOf(name, policyAugmentations(), (random) => {
    const operation = COMMON_OPERATIONS[random.integer(COMMON_OPERATIONS.length)];
    const strength = random.integer(31) / 30;
    return { steps: operation === undefined ? [] : [policyStep(random, operation, { strength, ranges: WIDE_RANGES })] };
  });
}
