import { resolveOptions } from '@neurite/core';
import { changeColors } from '../internal/engine/colors.js';
import { turnedHues } from '../internal/engine/hues.js';
import { perImage } from '../internal/engine/per-image.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { colorsByKernel, mapColors } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { turnHue } from '../internal/turn-hue.js';

export type RandomHueOptions = Chance & {
  /** How far, as a share of the color circle: to either side, or from the least to the greatest, in [−0.5, 0.5]. Default 0.1. */
  readonly turn?: Range;
};

/** How far colors turn, as a share of the circle; 0 changes nothing. */
export type HueDraw = { readonly turn: number };

/**
 * Turns the hue of all colors, in HSV: 1/3 makes green of red. Images of one channel stay as they are.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const hue = randomHue({ turn: 0.05 });
 * const draw = hue.draw(RandomStream.fromSeed(1), {});
 * const changed = hue.image(hostArray(Uint8Array.of(200, 100, 50), [1, 1, 3]), draw);
 */
export function randomHue(options: RandomHueOptions = {}): ImageAugmentation<HueDraw> {
  const name = 'randomHue';
  const { probability, turn } = resolveOptions(name, options, { probability: 1, turn: 0.1 });
  const range = checkRange(name, 'turn', { value: turn, around: 0, atLeast: -0.5, atMost: 0.5 });
  return imageAugmentation<HueDraw>({
    name,
    probability,
    draw: (random) => ({ turn: between(random, range) }),
    image: (image, { turn: own }) =>
      colorsByKernel(image, ({ turnHues }, ...pixels) => turnHues(...pixels, 6 * own)) ??
      mapColors(image, (color) => turnHue(color, own)),
    images: (images, draws) => {
      const turns = perImage(draws, ({ turn }) => turn);
      return changeColors(images, (colors) => turnedHues(colors, turns));
    },
  });
}
