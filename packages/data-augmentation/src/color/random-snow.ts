import { RandomStream, resolveOptions } from '@neurite/core';
import { coverWith, type Stroke, strokeCover } from '../internal/cover.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapExceptAlpha } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type RandomSnowOptions = Chance & {
  /** Flakes for every 1000 pixels, at least 0: one number, or the least and the greatest. Default 2 to 8. */
  readonly amount?: Range;
  /** Diameter of the largest flakes, a share of the image's height, 0 to 1. Default 0.01 to 0.03. */
  readonly size?: Range;
  /** How far flakes move while the image is taken, in diameters, at least 0. Default 0 to 2. */
  readonly motion?: Range;
  /** How white bright parts become, as if snow lay on them, 0 to 1. Default 0 to 0.4. */
  readonly cover?: Range;
};

/** The draws of the options, and the seed of where flakes are. */
export type SnowDraw = {
  readonly amount: number;
  readonly size: number;
  readonly motion: number;
  readonly cover: number;
  readonly seed: number;
};

/**
 * Lets snow fall before images: white flakes, small ones more often than large, drawn out along one direction; and whitens
 * bright parts, `new = old + cover · old² (1 − old)`.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const snow = randomSnow({ amount: 5 });
 * const draw = snow.draw(RandomStream.fromSeed(1), {});
 * const changed = snow.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations", 2019
 */
export function randomSnow(options: RandomSnowOptions = {}): ImageAugmentation<SnowDraw> {
  const name = 'randomSnow';
  const resolved = resolveOptions(name, options, {
    probability: 0.5,
    amount: [2, 8] as Range,
    size: [0.01, 0.03] as Range,
    motion: [0, 2] as Range,
    cover: [0, 0.4] as Range,
  });
  const amounts = checkRange(name, 'amount', { value: resolved.amount, atLeast: 0 });
  const sizes = checkRange(name, 'size', { value: resolved.size, atLeast: 0, atMost: 1 });
  const motions = checkRange(name, 'motion', { value: resolved.motion, atLeast: 0 });
  const covers = checkRange(name, 'cover', { value: resolved.cover, atLeast: 0, atMost: 1 });
  return imageAugmentation<SnowDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({
      amount: between(random, amounts),
      size: between(random, sizes),
      motion: between(random, motions),
      cover: between(random, covers),
      seed: drawSeed(random).seed,
    }),
    image: (image, draw) => {
      const [height, width] = image.shape as [number, number, number]; // checked by the lifter
      const flakes = strokeCover(flakesOf(draw, height, width), { height, width });
      return coverWith(
        mapExceptAlpha(image, (value) => value + draw.cover * value ** 2 * (1 - value)),
        flakes,
        1,
      );
    },
  });
}

function* flakesOf({ amount, size, motion, seed }: SnowDraw, height: number, width: number): Generator<Stroke> {
  const random = RandomStream.fromSeed(seed);
  const angle = between(random, [0.2, 0.8]) * Math.PI;
  for (let count = Math.round((amount * height * width) / 1000); count > 0; count--) {
    const [x, y] = [random.uniform() * width, random.uniform() * height];
    const near = 0.3 + 0.7 * random.uniform() ** 2;
    const thickness = near * size * height;
    const [dx, dy] = [Math.cos(angle) * motion * thickness, Math.sin(angle) * motion * thickness];
    yield { from: [x, y], to: [x + dx, y + dy], thickness, opacity: between(random, [0.6, 1]) };
  }
}
