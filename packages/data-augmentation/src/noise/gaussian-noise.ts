import { resolveOptions } from '@neurite/core';
import type { Chance, ImageAugmentation } from '../internal/image-augmentation.js';
import { type NoiseDraw, noiseAugmentation } from '../internal/noise-augmentation.js';
import { checkRange, type Range } from '../internal/ranges.js';

export type GaussianNoiseOptions = Chance & {
  /** Standard deviation, a share of the range of values: one, or the least and the greatest. Default 0.02 to 0.1. */
  readonly deviation?: Range;
};

/**
 * Adds normally distributed noise to each value: `new = old + σ · N(0, 1)`, clipped.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = gaussianNoise({ deviation: 0.05 });
 * const draw = noise.draw(RandomStream.fromSeed(1), {}); // strength and seed
 * const noisy = noise.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function gaussianNoise(options: GaussianNoiseOptions = {}): ImageAugmentation<NoiseDraw> {
  const name = 'gaussianNoise';
  const { probability, deviation } = resolveOptions(name, options, { probability: 1, deviation: [0.02, 0.1] });
  return noiseAugmentation({
    name,
    probability,
    strength: checkRange(name, 'deviation', { value: deviation, atLeast: 0 }),
    noisy: (strength, random) => (value) => random.normal(value, strength),
  });
}
