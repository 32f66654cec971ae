import { type Augmentation, checkOptions, type RandomStream } from '@neurite/core';
import { happens } from '../internal/image-augmentation.js';
import { type PolicyOperation, policyAugmentations, policyStep, USUAL_RANGES } from '../internal/policy-operations.js';
import { type SequenceDraw, sequenceOf } from '../internal/sequence.js';
import type { SequenceStep } from '../internal/sequence-step.js';

type Part = readonly [operation: PolicyOperation, probability: number, magnitude: number];

/** The policy that was found for ImageNet; magnitudes are from 0 to 9. */
const IMAGENET: readonly (readonly [Part, Part])[] = [
  [
    ['posterize', 0.4, 8],
    ['rotation', 0.6, 9],
  ],
  [
    ['solarize', 0.6, 5],
    ['autocontrast', 0.6, 5],
  ],
  [
    ['equalize', 0.8, 8],
    ['equalize', 0.6, 3],
  ],
  [
    ['posterize', 0.6, 7],
    ['posterize', 0.6, 6],
  ],
  [
    ['equalize', 0.4, 7],
    ['solarize', 0.2, 4],
  ],
  [
    ['equalize', 0.4, 4],
    ['rotation', 0.8, 8],
  ],
  [
    ['solarize', 0.6, 3],
    ['equalize', 0.6, 7],
  ],
  [
    ['posterize', 0.8, 5],
    ['equalize', 1, 2],
  ],
  [
    ['rotation', 0.2, 3],
    ['solarize', 0.6, 8],
  ],
  [
    ['equalize', 0.6, 8],
    ['posterize', 0.4, 6],
  ],
  [
    ['rotation', 0.8, 8],
    ['saturation', 0.4, 0],
  ],
  [
    ['rotation', 0.4, 9],
    ['equalize', 0.6, 2],
  ],
  [
    ['equalize', 0, 7],
    ['equalize', 0.8, 8],
  ],
  [
    ['invert', 0.6, 4],
    ['equalize', 1, 8],
  ],
  [
    ['saturation', 0.6, 4],
    ['contrast', 1, 8],
  ],
  [
    ['rotation', 0.8, 8],
    ['saturation', 1, 2],
  ],
  [
    ['saturation', 0.8, 8],
    ['solarize', 0.8, 7],
  ],
  [
    ['sharpness', 0.4, 7],
    ['invert', 0.6, 8],
  ],
  [
    ['shearX', 0.6, 5],
    ['equalize', 1, 9],
  ],
  [
    ['saturation', 0.4, 0],
    ['equalize', 0.6, 3],
  ],
  [
    ['equalize', 0.4, 7],
    ['solarize', 0.2, 4],
  ],
  [
    ['solarize', 0.6, 5],
    ['autocontrast', 0.6, 5],
  ],
  [
    ['invert', 0.6, 4],
    ['equalize', 1, 8],
  ],
  [
    ['saturation', 0.6, 4],
    ['contrast', 1, 8],
  ],
  [
    ['equalize', 0.8, 8],
    ['equalize', 0.6, 3],
  ],
];

/**
 * Applies one of 25 pairs of operations, each with its own probability and strength: the policy that a search found for
 * ImageNet. Shears and rotations move masks, boxes and points too.
 *
 * @throws ArgumentError when it is given options
 * @example
 * const policy = autoAugment();
 * const draw = policy.draw(RandomStream.fromSeed(1), {});
 * const changed = policy.image?.(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Cubuk et al., "AutoAugment: Learning augmentation strategies from data", 2019; shears are about the center
 */
export function autoAugment(options: Record<string, never> = {}): Augmentation<SequenceDraw> {
  const name = 'autoAugment';
  checkOptions(name, options, []);
  return sequenceOf(name, policyAugmentations(), (random) => ({
    steps: IMAGENET[random.integer(IMAGENET.length)]!.flatMap((part) => stepOf(random, part)),
  }));
}

function stepOf(random: RandomStream, [operation, probability, magnitude]: Part): readonly SequenceStep[] {
  if (!happens(random, probability)) return [];
  return [policyStep(random, operation, { strength: magnitude / 9, ranges: USUAL_RANGES })];
}
