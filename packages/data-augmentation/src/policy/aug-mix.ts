import {
  type Augmentation,
  checkInteger,
  checkNumber,
  hostLike,
  type RandomStream,
  resolveOptions,
} from '@neurite/core';
import { drawBeta, drawGamma } from '../internal/draw-beta.js';
import { type Chance, type ImageArray, imageAugmentation } from '../internal/image-augmentation.js';
import { MIXED_RANGES, type PolicyOperation, policyAugmentations, policyStep } from '../internal/policy-operations.js';
import type { SequenceStep } from '../internal/sequence-step.js';

export type AugMixOptions = Chance & {
  /** How strong operations are at most, above 0 to 10. Default 3. */
  readonly severity?: number;
  /** How many chains of operations are mixed, at least 1. Default 3. */
  readonly width?: number;
  /** Of the Dirichlet and beta distributions of the shares, above 0. Default 1. */
  readonly alpha?: number;
};

/** The share of all chains together, that of each chain, and their operations. */
export type AugMixDraw = {
  readonly share: number;
  readonly weights: readonly number[];
  readonly chains: readonly (readonly SequenceStep[])[];
};

const OPERATIONS: readonly PolicyOperation[] = [
  'autocontrast',
  'equalize',
  'posterize',
  'rotation',
  'solarize',
  'shearX',
  'shearY',
  'shiftX',
  'shiftY',
];

/**
 * Mixes an image with what chains of one to three operations make of it: `new = (1 − m) · old + m · Σ wᵢ · chainᵢ(old)`, m
 * from Beta(α, α), w from Dirichlet(α). It makes networks robust against corruptions of images. Labels stay; boxes and
 * masks are not taken, since chains move pixels by different ways.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const policy = augMix();
 * const draw = policy.draw(RandomStream.fromSeed(1), {});
 * const changed = policy.image?.(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Hendrycks et al., "AugMix: A simple data processing method to improve robustness and uncertainty", 2020: ranges are
 *   those of its program, where posterizing begins at 4 bits; one bit is always left
 */
export function augMix(options: AugMixOptions = {}): Augmentation<AugMixDraw | null> {
  const name = 'augMix';
  const { probability, severity, width, alpha } = resolveOptions(name, options, {
    probability: 1,
    severity: 3,
    width: 3,
    alpha: 1,
  });
  checkNumber(name, 'severity', severity, { above: 0, atMost: 10 });
  checkInteger(name, 'width', width, { min: 1 });
  checkNumber(name, 'alpha', alpha, { above: 0 });
  const list = policyAugmentations();
  const step = (random: RandomStream): SequenceStep => {
    const strength = (random.uniform() * severity) / 10;
    return policyStep(random, OPERATIONS[random.integer(OPERATIONS.length)]!, { strength, ranges: MIXED_RANGES });
  };
  return {
    ...imageAugmentation<AugMixDraw>({
      name,
      probability,
      draw: (random) => {
        const parts = Array.from({ length: width }, () => drawGamma(random, alpha));
        const sum = parts.reduce((total, part) => total + part, 0);
        return {
          share: drawBeta(random, alpha),
          weights: parts.map((part) => (sum === 0 ? 1 / width : part / sum)),
          chains: Array.from({ length: width }, () =>
            Array.from({ length: 1 + random.integer(3) }, () => step(random)),
          ),
        };
      },
      image: (image, { share, weights, chains }) => {
        const sums = Float64Array.from(image.data, (value) => (1 - share) * value);
        for (const [i, steps] of chains.entries()) {
          const { data } = steps.reduce<ImageArray>((one, { at, params }) => list[at]!.image!(one, params), image);
          const weight = share * weights[i]!;
          for (let at = 0; at < sums.length; at++) sums[at]! += weight * data[at]!;
        }
        const result = hostLike(image);
        const [most, half] = image.dtype === 'uint8' ? [255, 0.5] : [1, 0];
        for (let at = 0; at < sums.length; at++) result.data[at] = Math.min(sums[at]!, most) + half;
        return result;
      },
    }),
    keeps: ['label'],
  };
}
