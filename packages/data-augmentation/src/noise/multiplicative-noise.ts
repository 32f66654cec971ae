import { resolveOptions } from '@neurite/core';
import type { Chance, ImageAugmentation } from '../internal/image-augmentation.js';
import { type NoiseDraw, noiseAugmentation } from '../internal/noise-augmentation.js';
import { checkRange, type Range } from '../internal/ranges.js';

export type MultiplicativeNoiseOptions = Chance & {
  /** How far factors are from 1, 0 to 1: one, or the least and the greatest. Default 0.05 to 0.3. */
  readonly spread?: Range;
};

/**
 * Multiplies each value by a factor of its own, as speckle of lasers and radar does: `new = old · (1 + s · u)`, clipped,
 * with u uniform in [−1, 1).
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = multiplicativeNoise({ spread: 0.2 });
 * const draw = noise.draw(RandomStream.fromSeed(1), {}); // strength and seed
 * const noisy = noise.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function multiplicativeNoise(options: MultiplicativeNoiseOptions = {}): ImageAugmentation<NoiseDraw> {
  const name = 'multiplicativeNoise';
  const { probability, spread } = resolveOptions(name, options, { probability: 1, spread: [0.05, 0.3] });
  return noiseAugmentation({
    name,
    probability,
    strength: checkRange(name, 'spread', { value: spread, atLeast: 0, atMost: 1 }),
    noisy: (strength, random) => (value) => value * (1 + strength * (2 * random.uniform() - 1)),
  });
}
