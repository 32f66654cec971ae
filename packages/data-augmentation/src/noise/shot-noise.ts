import { resolveOptions } from '@neurite/core';
import { drawPoisson } from '../internal/draw-poisson.js';
import type { Chance, ImageAugmentation } from '../internal/image-augmentation.js';
import { type NoiseDraw, noiseAugmentation } from '../internal/noise-augmentation.js';
import { checkRange, type Range } from '../internal/ranges.js';

export type ShotNoiseOptions = Chance & {
  /** How many photons white stands for, above 0: one, or the least and the greatest. Fewer are noisier. Default 20 to 200. */
  readonly photons?: Range;
};

/**
 * The noise of few photons, as in dim light: `new = Poisson(n · old) / n`, clipped, for n photons of white.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = shotNoise({ photons: 50 });
 * const draw = noise.draw(RandomStream.fromSeed(1), {}); // strength (photons) and seed
 * const noisy = noise.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function shotNoise(options: ShotNoiseOptions = {}): ImageAugmentation<NoiseDraw> {
  const name = 'shotNoise';
  const { probability, photons } = resolveOptions(name, options, { probability: 1, photons: [20, 200] });
  return noiseAugmentation({
    name,
    probability,
    strength: checkRange(name, 'photons', { value: photons, above: 0 }),
    noisy: (count, random) => (value) => drawPoisson(random, count * value) / count,
  });
}
