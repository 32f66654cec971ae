import { type Augmentation, resolveOptions } from '@neurite/core';
import { imagesInSteps } from '../internal/engine/images-in-steps.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import type { Range } from '../internal/ranges.js';
import { randomBrightness } from './random-brightness.js';
import { randomContrast } from './random-contrast.js';
import { randomHue } from './random-hue.js';
import { randomSaturation } from './random-saturation.js';

export type ColorJitterOptions = Chance & {
  /** The factor of `randomBrightness`. Default 0. */
  readonly brightness?: Range;
  /** The factor of `randomContrast`. Default 0. */
  readonly contrast?: Range;
  /** The factor of `randomSaturation`. Default 0. */
  readonly saturation?: Range;
  /** The turn of `randomHue`. Default 0. */
  readonly hue?: Range;
};

/** Three factors, the turn of the hue, and in which order they are applied: 0 brightness, 1 contrast, 2 saturation, 3 hue. */
export type ColorJitterDraw = {
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  readonly hue: number;
  readonly order: readonly number[];
};

/**
 * Changes brightness, contrast, saturation and hue of images, in random order.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const jitter = colorJitter({ brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.05 });
 * const draw = jitter.draw(RandomStream.fromSeed(1), {});
 * const changed = jitter.image(hostArray(Uint8Array.of(200, 100, 50), [1, 1, 3]), draw);
 */
export function colorJitter(options: ColorJitterOptions = {}): ImageAugmentation<ColorJitterDraw> {
  const name = 'colorJitter';
  const { probability, brightness, contrast, saturation, hue } = resolveOptions(name, options, {
    probability: 1,
    brightness: 0,
    contrast: 0,
    saturation: 0,
    hue: 0,
  });
  const parts = {
    brightness: randomBrightness({ factor: brightness }),
    contrast: randomContrast({ factor: contrast }),
    saturation: randomSaturation({ factor: saturation }),
    hue: randomHue({ turn: hue }),
  };
  return imageAugmentation<ColorJitterDraw>({
    name,
    probability,
    draw: (random, fields) => ({
      brightness: parts.brightness.draw(random, fields)!.factor,
      contrast: parts.contrast.draw(random, fields)!.factor,
      saturation: parts.saturation.draw(random, fields)!.factor,
      hue: parts.hue.draw(random, fields)!.turn,
      order: [...random.permutation(4)],
    }),
    image: (image, draw) =>
      draw.order.reduce((changed, part) => {
        if (part === 0) return parts.brightness.image(changed, { factor: draw.brightness });
        if (part === 1) return parts.contrast.image(changed, { factor: draw.contrast });
        if (part === 2) return parts.saturation.image(changed, { factor: draw.saturation });
        return parts.hue.image(changed, { turn: draw.hue });
      }, image),
    images: (images, draws) => {
      const steps = draws.map(({ brightness: b, contrast: c, saturation: s, hue: turn, order }) => {
        const params = [{ factor: b }, { factor: c }, { factor: s }, { turn }];
        return order.map((at) => ({ at, params: params[at] }));
      });
      return imagesInSteps(name, images, { list: Object.values(parts) as Augmentation[], steps });
    },
  });
}
