import { checkNumber, resolveOptions } from '@neurite/core';
import { coverWith } from '../internal/cover.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';
import { smoothNoise } from '../internal/smooth-noise.js';

export type RandomFogOptions = Chance & {
  /** How dense the fog is on the whole, at least 0: `1 − e^−density` of an image is lost. Default 0.3 to 1.2. */
  readonly density?: Range;
  /** The value of the fog, 0 to 1. Default 0.9. */
  readonly light?: number;
};

/** The density, and the seed of where the fog is thick. */
export type FogDraw = { readonly density: number; readonly seed: number };

/**
 * Puts fog before images: `new = old · t + light · (1 − t)`, what is transmitted and what the fog scatters, with
 * `t = exp(−2 · density · n)` and n smooth noise from 0 to 1: the depth of a pixel is not known.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const fog = randomFog();
 * const draw = fog.draw(RandomStream.fromSeed(1), {}); // density and seed
 * const changed = fog.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Narasimhan and Nayar, "Vision and the atmosphere", 2002
 */
export function randomFog(options: RandomFogOptions = {}): ImageAugmentation<FogDraw> {
  const name = 'randomFog';
  const { probability, density, light } = resolveOptions(name, options, {
    probability: 0.5,
    density: [0.3, 1.2],
    light: 0.9,
  });
  const densities = checkRange(name, 'density', { value: density, atLeast: 0 });
  checkNumber(name, 'light', light, { atLeast: 0, atMost: 1 });
  return imageAugmentation<FogDraw>({
    name,
    probability,
    draw: (random) => ({ density: between(random, densities), seed: drawSeed(random).seed }),
    image: (image, draw) => {
      const [height, width] = image.shape as [number, number, number]; // checked by the lifter
      const cover = smoothNoise(draw.seed, { height, width }).map((depth) => -Math.expm1(-2 * draw.density * depth));
      return coverWith(image, cover, light);
    },
  });
}
