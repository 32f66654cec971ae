import { checkNumber, hostLike, RandomStream, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import type { NoiseDraw } from '../internal/noise-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type SaltPepperNoiseOptions = Chance & {
  /** The share of pixels that is replaced, 0 to 1: one, or the least and the greatest. Default 0.01 to 0.06. */
  readonly amount?: Range;
  /** The share of white ones among these, 0 to 1. Default 0.5. */
  readonly salt?: number;
};

/**
 * Makes single pixels white or black in all channels, as broken sensors do; the others stay.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = saltPepperNoise({ amount: 0.03 });
 * const draw = noise.draw(RandomStream.fromSeed(1), {}); // strength and seed
 * const noisy = noise.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function saltPepperNoise(options: SaltPepperNoiseOptions = {}): ImageAugmentation<NoiseDraw> {
  const name = 'saltPepperNoise';
  const { probability, amount, salt } = resolveOptions(name, options, {
    probability: 1,
    amount: [0.01, 0.06],
    salt: 0.5,
  });
  const range = checkRange(name, 'amount', { value: amount, atLeast: 0, atMost: 1 });
  checkNumber(name, 'salt', salt, { atLeast: 0, atMost: 1 });
  return imageAugmentation<NoiseDraw>({
    name,
    probability,
    draw: (random) => ({ strength: between(random, range), seed: drawSeed(random).seed }),
    image: (image, { strength, seed }) => {
      const result = hostLike(image);
      const to = result.data;
      to.set(image.data);
      const white = image.dtype === 'uint8' ? 255 : 1;
      const channels = image.shape[2]!;
      const random = RandomStream.fromSeed(seed);
      for (let at = 0; at < to.length; at += channels) {
        const uniform = random.uniform();
        if (uniform < strength) to.fill(uniform < strength * salt ? white : 0, at, at + channels);
      }
      return result;
    },
  });
}
