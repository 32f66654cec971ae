import { RandomStream, resolveOptions } from '@neurite/core';
import { coverWith, type Stroke, strokeCover } from '../internal/cover.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapExceptAlpha } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type RandomRainOptions = Chance & {
  /** Streaks for every 1000 pixels, at least 0: one number, or the least and the greatest. Default 1 to 4. */
  readonly amount?: Range;
  /** Length of a streak, a share of the image's height, 0 to 1. Default 0.05 to 0.15. */
  readonly length?: Range;
  /** How far streaks lean from the vertical, in degrees, positive to the right; within 80. Default −15 to 15. */
  readonly slant?: Range;
  /** The factor of all values: rain comes with dark skies; 0 to 1. Default 0.7 to 0.95. */
  readonly light?: Range;
};

/** The draws of the options, and the seed of where streaks are. */
export type RainDraw = {
  readonly amount: number;
  readonly length: number;
  readonly slant: number;
  readonly light: number;
  readonly seed: number;
};

/** Of a streak: its thickness in pixels of an image of 200 rows, its opacity, and its value. */
const [THICKNESS, OPACITY, VALUE] = [0.8, 0.55, 0.8];

/**
 * Lets rain fall before images: thin bright streaks of one direction, half as long to as long as was drawn, over an image
 * that is darker.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const rain = randomRain({ slant: 10 });
 * const draw = rain.draw(RandomStream.fromSeed(1), {});
 * const changed = rain.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Garg and Nayar, "Vision and rain", 2007
 */
export function randomRain(options: RandomRainOptions = {}): ImageAugmentation<RainDraw> {
  const name = 'randomRain';
  const resolved = resolveOptions(name, options, {
    probability: 0.5,
    amount: [1, 4] as Range,
    length: [0.05, 0.15] as Range,
    slant: [-15, 15] as Range,
    light: [0.7, 0.95] as Range,
  });
  const amounts = checkRange(name, 'amount', { value: resolved.amount, atLeast: 0 });
  const lengths = checkRange(name, 'length', { value: resolved.length, atLeast: 0, atMost: 1 });
  const slants = checkRange(name, 'slant', { value: resolved.slant, atLeast: -80, atMost: 80 });
  const lights = checkRange(name, 'light', { value: resolved.light, atLeast: 0, atMost: 1 });
  return imageAugmentation<RainDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({
      amount: between(random, amounts),
      length: between(random, lengths),
      slant: between(random, slants),
      light: between(random, lights),
      seed: drawSeed(random).seed,
    }),
    image: (image, draw) => {
      const [height, width] = image.shape as [number, number, number]; // checked by the lifter
      const cover = strokeCover(streaks(draw, height, width), { height, width });
      return coverWith(
        mapExceptAlpha(image, (value) => value * draw.light),
        cover,
        VALUE,
      );
    },
  });
}

function* streaks({ amount, length, slant, seed }: RainDraw, height: number, width: number): Generator<Stroke> {
  const random = RandomStream.fromSeed(seed);
  const lean = Math.tan((slant * Math.PI) / 180);
  const thickness = Math.max(THICKNESS, (THICKNESS * height) / 200);
  const margin = Math.abs(lean) * height;
  for (let count = Math.round((amount * height * width) / 1000); count > 0; count--) {
    const [x, y] = [between(random, [-margin, width + margin]), between(random, [-length * height, height])];
    const down = between(random, [0.5, 1]) * length * height;
    yield { from: [x, y], to: [x + lean * down, y + down], thickness, opacity: OPACITY * between(random, [0.5, 1]) };
  }
}
