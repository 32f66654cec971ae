import { resolveOptions } from '@neurite/core';
import { add, mul, sub } from '@tensorflow/tfjs-core';
import { perImage } from '../internal/engine/per-image.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type RandomToneCurveOptions = Chance & {
  /** Where the curve is drawn to in dark parts, 0 to 1; 1/3 changes nothing. Default 0.05 to 0.6. */
  readonly dark?: Range;
  /** Where it is drawn to in bright parts, 0 to 1; 2/3 changes nothing. Default 0.4 to 0.95. */
  readonly bright?: Range;
};

/** The heights of the two control points. */
export type ToneCurveDraw = { readonly dark: number; readonly bright: number };

/**
 * Changes the tones of images by a smooth curve from black to white: a cubic Bézier curve with control points at 1/3 and
 * 2/3, `new = 3(1 − t)² t · dark + 3(1 − t) t² · bright + t³` for the old value t.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const curve = randomToneCurve();
 * const changed = curve.image(hostArray(Uint8Array.of(0, 128, 255), [1, 3, 1]), { dark: 0.1, bright: 0.9 }); // 0, 128, 255
 */
export function randomToneCurve(options: RandomToneCurveOptions = {}): ImageAugmentation<ToneCurveDraw> {
  const name = 'randomToneCurve';
  const { probability, dark, bright } = resolveOptions(name, options, {
    probability: 0.5,
    dark: [0.05, 0.6],
    bright: [0.4, 0.95],
  });
  const darks = checkRange(name, 'dark', { value: dark, atLeast: 0, atMost: 1 });
  const brights = checkRange(name, 'bright', { value: bright, atLeast: 0, atMost: 1 });
  return imageAugmentation<ToneCurveDraw>({
    name,
    probability,
    draw: (random) => ({ dark: between(random, darks), bright: between(random, brights) }),
    image: (image, draw) =>
      mapValues(image, (t) => 3 * (1 - t) ** 2 * t * draw.dark + 3 * (1 - t) * t ** 2 * draw.bright + t ** 3),
    images: (t, draws) => {
      const darks = perImage(draws, (draw) => 3 * draw.dark);
      const brights = perImage(draws, (draw) => 3 * draw.bright);
      const rest = sub(1, t);
      const sides = mul(mul(rest, t), add(mul(rest, darks), mul(t, brights)));
      return add(sides, mul(mul(t, t), t));
    },
  });
}
