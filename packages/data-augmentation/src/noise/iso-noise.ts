import { hostLike, RandomStream, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { luma } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type IsoNoiseOptions = Chance & {
  /** Standard deviation of the noise of a white pixel's luma, 0 to 1: one, or the least and the greatest. Default 0.03 to 0.12. */
  readonly intensity?: Range;
  /** Standard deviation of both color differences over that of luma, at least 0. Default 0.3 to 0.8. */
  readonly color?: Range;
};

/** The deviations of luma and of colors, and the seed of the noise. */
export type IsoNoiseDraw = { readonly intensity: number; readonly color: number; readonly seed: number };

/**
 * The noise of a sensor at high sensitivity: luma, whose variance grows with the light, `σ²(Y) = intensity² (0.04 + 0.96 Y)`
 * as photons and amplifier add to it, and specks of color, of `color · intensity` in the differences of blue and red.
 *
 * Images of one channel have noise of luma alone.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = isoNoise({ intensity: 0.1 });
 * const draw = noise.draw(RandomStream.fromSeed(1), {}); // intensity, color, seed
 * const noisy = noise.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Foi et al., "Practical Poissonian-Gaussian noise modeling and fitting for single-image raw-data", 2008
 */
export function isoNoise(options: IsoNoiseOptions = {}): ImageAugmentation<IsoNoiseDraw> {
  const name = 'isoNoise';
  const { probability, intensity, color } = resolveOptions(name, options, {
    probability: 1,
    intensity: [0.03, 0.12],
    color: [0.3, 0.8],
  });
  const intensities = checkRange(name, 'intensity', { value: intensity, atLeast: 0, atMost: 1 });
  const colors = checkRange(name, 'color', { value: color, atLeast: 0 });
  return imageAugmentation<IsoNoiseDraw>({
    name,
    probability,
    draw: (random) => ({
      intensity: between(random, intensities),
      color: between(random, colors),
      seed: drawSeed(random).seed,
    }),
    image: (image, draw) => {
      const { data, dtype, shape } = image;
      const channels = shape[2]!;
      const [most, half] = dtype === 'uint8' ? [255, 0.5] : [1, 0];
      const random = RandomStream.fromSeed(draw.seed);
      const result = hostLike(image);
      const to = result.data;
      const put = (at: number, change: number): void => {
        to[at] = Math.min(Math.max(data[at]! + change * most, 0), most) + half;
      };
      for (let at = 0; at < data.length; at += channels) {
        const level = channels < 3 ? data[at]! : luma(data[at]!, data[at + 1]!, data[at + 2]!);
        const bright = random.normal(0, draw.intensity * Math.sqrt(0.04 + (0.96 * level) / most));
        if (channels < 3) {
          put(at, bright);
          for (let c = 1; c < channels; c++) to[at + c] = data[at + c]!;
          continue;
        }
        const blue = random.normal(0, draw.intensity * draw.color);
        const red = random.normal(0, draw.intensity * draw.color);
        put(at, bright + 1.402 * red);
        put(at + 1, bright - 0.344_136 * blue - 0.714_136 * red);
        put(at + 2, bright + 1.772 * blue);
        for (let c = 3; c < channels; c++) to[at + c] = data[at + c]!;
      }
      return result;
    },
  });
}
