import { checkInteger, hostLike, RandomStream, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { drawSeed } from '../internal/seeds.js';

export type RandomSunFlareOptions = Chance & {
  /** How strong the light is, 0 to 1: one number, or the least and the greatest. Default 0.5 to 1. */
  readonly strength?: Range;
  /** Where the sun stands from the left, a share of the width. Default 0 to 1. */
  readonly x?: Range;
  /** Where it stands from the top, a share of the height. Default 0 to 0.5. */
  readonly y?: Range;
  /** The radius of its glow, a share of the longer side, above 0. Default 0.2. */
  readonly radius?: number;
  /** Circles of colored light in line with the sun and the center, at least 0. Default 6. */
  readonly circles?: number;
};

/** How strong the light is, where the sun stands as shares of the sides, and the seed of its circles. */
export type SunFlareDraw = { readonly strength: number; readonly x: number; readonly y: number; readonly seed: number };

type Light = {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly color: readonly number[];
  /** Whether it fades from its center on, or is even inside. */
  readonly fades: boolean;
};

/**
 * Lets the sun shine into the lens: a glow that fades with the square of the distance, and circles of colored light on the
 * line through the sun and the center of the image. Light is added as on a screen, `new = 1 − (1 − old)(1 − light)`.
 *
 * Images of one channel take the mean of colors; alpha stays.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const flare = randomSunFlare();
 * const draw = flare.draw(RandomStream.fromSeed(1), {}); // strength, x, y, seed
 * const changed = flare.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 */
export function randomSunFlare(options: RandomSunFlareOptions = {}): ImageAugmentation<SunFlareDraw> {
  const name = 'randomSunFlare';
  const resolved = resolveOptions(name, options, {
    probability: 0.5,
    strength: [0.5, 1] as Range,
    x: [0, 1] as Range,
    y: [0, 0.5] as Range,
    radius: 0.2,
    circles: 6,
  });
  const { radius, circles } = resolved;
  const strengths = checkRange(name, 'strength', { value: resolved.strength, atLeast: 0, atMost: 1 });
  const xs = checkRange(name, 'x', { value: resolved.x });
  const ys = checkRange(name, 'y', { value: resolved.y });
  checkRange(name, 'radius', { value: radius, above: 0 });
  checkInteger(name, 'circles', circles, { min: 0 });
  return imageAugmentation<SunFlareDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({
      strength: between(random, strengths),
      x: between(random, xs),
      y: between(random, ys),
      seed: drawSeed(random).seed,
    }),
    image: (image, draw) => {
      const [height, width, channels] = image.shape as [number, number, number]; // checked by the lifter
      const lights = lightsOf(draw, { height, width, radius, circles });
      const most = image.dtype === 'uint8' ? 255 : 1;
      const half = image.dtype === 'uint8' ? 0.5 : 0;
      const result = hostLike(image);
      for (let y = 0, at = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const [red, green, blue] = lightAt(lights, x + 0.5, y + 0.5);
          const light = channels < 3 ? [(red! + green! + blue!) / 3, 0] : [red!, green!, blue!, 0];
          for (let c = 0; c < channels; c++, at++) {
            const old = image.data[at]!;
            const added = (most - old) * draw.strength * (light[c] ?? 0);
            result.data[at] = added === 0 ? old : old + added + half;
          }
        }
      }
      return result;
    },
  });
}

function lightsOf(
  draw: SunFlareDraw,
  { height, width, radius, circles }: { height: number; width: number; radius: number; circles: number },
): readonly Light[] {
  const random = RandomStream.fromSeed(draw.seed);
  const side = Math.max(height, width);
  const [x, y] = [draw.x * width, draw.y * height];
  const ghosts = Array.from({ length: circles }, (): Light => {
    // From the sun, 0, through the center, 1, to the other side, 2.
    const along = between(random, [0.3, 2]);
    const shine = between(random, [0.1, 0.35]);
    return {
      x: x + along * (width / 2 - x),
      y: y + along * (height / 2 - y),
      radius: between(random, [0.05, 0.4]) * radius * side,
      color: [0, 1, 2].map(() => shine * between(random, [0.3, 1])),
      fades: false,
    };
  });
  return [{ x, y, radius: radius * side, color: [1, 0.97, 0.88], fades: true }, ...ghosts];
}

/** What all lights give together, as on a screen. */
function lightAt(lights: readonly Light[], x: number, y: number): readonly number[] {
  const dark = [1, 1, 1];
  for (const light of lights) {
    const distance = Math.hypot(x - light.x, y - light.y);
    const edge = Math.min(Math.max(light.radius - distance + 0.5, 0), 1);
    const share = light.fades ? Math.exp(-2 * (distance / light.radius) ** 2) : edge;
    for (let c = 0; c < 3; c++) dark[c]! *= 1 - light.color[c]! * share;
  }
  return dark.map((value) => 1 - value);
}
