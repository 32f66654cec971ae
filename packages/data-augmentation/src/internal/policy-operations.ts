import type { Augmentation, RandomStream } from '@neurite/core';
import { randomAutocontrast } from '../color/random-autocontrast.js';
import { randomBrightness } from '../color/random-brightness.js';
import { randomContrast } from '../color/random-contrast.js';
import { randomEqualize } from '../color/random-equalize.js';
import { randomInvert } from '../color/random-invert.js';
import { randomPosterize } from '../color/random-posterize.js';
import { randomSaturation } from '../color/random-saturation.js';
import { randomSharpness } from '../color/random-sharpness.js';
import { randomSolarize } from '../color/random-solarize.js';
import { randomRotation } from '../geometry/random-rotation.js';
import type { SequenceStep } from './sequence-step.js';
import { shearAndShift } from './shear-and-shift.js';

/** An operation of a policy. */
export type PolicyOperation =
  | 'shearX'
  | 'shearY'
  | 'shiftX'
  | 'shiftY'
  | 'rotation'
  | 'brightness'
  | 'saturation'
  | 'contrast'
  | 'sharpness'
  | 'posterize'
  | 'solarize'
  | 'autocontrast'
  | 'equalize'
  | 'invert';

/** What RandAugment and TrivialAugment draw from; `undefined` changes nothing. */
export const COMMON_OPERATIONS: readonly (PolicyOperation | undefined)[] = [
  undefined,
  'shearX',
  'shearY',
  'shiftX',
  'shiftY',
  'rotation',
  'brightness',
  'saturation',
  'contrast',
  'sharpness',
  'posterize',
  'solarize',
  'autocontrast',
  'equalize',
];

/** Where the shift and the strength of operations end. */
export type PolicyRanges = {
  readonly shear: number;
  readonly shift: number;
  readonly degrees: number;
  readonly factor: number;
  /** How many bits posterizing leaves where it is weakest, and how many it takes away. */
  readonly mostBits: number;
  readonly bits: number;
};

/** Those of RandAugment and AutoAugment. */
export const USUAL_RANGES: PolicyRanges = {
  shear: 0.3,
  shift: 150 / 331,
  degrees: 30,
  factor: 0.9,
  mostBits: 8,
  bits: 4,
};

/** Those of TrivialAugment. */
export const WIDE_RANGES: PolicyRanges = {
  shear: 0.99,
  shift: 1 / 7,
  degrees: 135,
  factor: 0.99,
  mostBits: 8,
  bits: 6,
};

/** Those of AugMix. */
export const MIXED_RANGES: PolicyRanges = { shear: 0.3, shift: 1 / 3, degrees: 30, factor: 0.9, mostBits: 4, bits: 4 };

// Functions: nothing is made at import.
const AUGMENTATIONS: Readonly<Record<PolicyOperation, () => Augmentation>> = {
  shearX: shearAndShift,
  shearY: shearAndShift,
  shiftX: shearAndShift,
  shiftY: shearAndShift,
  rotation: randomRotation,
  brightness: randomBrightness,
  saturation: randomSaturation,
  contrast: randomContrast,
  sharpness: randomSharpness,
  posterize: randomPosterize,
  solarize: randomSolarize,
  autocontrast: randomAutocontrast,
  equalize: randomEqualize,
  invert: randomInvert,
};

const NAMES = Object.keys(AUGMENTATIONS) as readonly PolicyOperation[]; // as its type says

/** An augmentation for each operation. */
export function policyAugmentations(): readonly Augmentation[] {
  return NAMES.map((name) => AUGMENTATIONS[name]());
}

/** A step that applies an operation: its direction is drawn. */
export function policyStep(
  random: RandomStream,
  operation: PolicyOperation,
  { strength, ranges }: { /** From 0 to 1. */ readonly strength: number; readonly ranges: PolicyRanges },
): SequenceStep {
  const sign = random.uniform() < 0.5 ? -1 : 1;
  return { at: NAMES.indexOf(operation), params: paramsOf(operation, { strength, signed: sign * strength, ranges }) };
}

function paramsOf(
  operation: PolicyOperation,
  { strength, signed, ranges }: { readonly strength: number; readonly signed: number; readonly ranges: PolicyRanges },
): unknown {
  const still = { shearX: 0, shearY: 0, shiftX: 0, shiftY: 0 };
  switch (operation) {
    case 'shearX':
    case 'shearY':
      return { ...still, [operation]: signed * ranges.shear };
    case 'shiftX':
    case 'shiftY':
      return { ...still, [operation]: signed * ranges.shift };
    case 'rotation':
      return { degrees: signed * ranges.degrees };
    case 'brightness':
    case 'saturation':
    case 'contrast':
    case 'sharpness':
      return { factor: 1 + signed * ranges.factor };
    case 'posterize':
      return { bits: Math.max(1, ranges.mostBits - Math.round(strength * ranges.bits)) };
    case 'solarize':
      return { threshold: 1 - strength };
    default:
      return {};
  }
}
