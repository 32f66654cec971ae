import { resolveOptions } from '@neurite/core';
import { blackBodyColor } from '../internal/black-body.js';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { mapValues } from '../internal/map-values.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type PlanckianJitterOptions = Chance & {
  /** The temperature of the light in kelvin, 1500 to 40,000: one, or the least and the greatest. Default 3000 to 15,000. */
  readonly temperature?: Range;
};

/** The temperature in kelvin; 6500 changes nothing. */
export type PlanckianDraw = { readonly temperature: number };

/** Of daylight, which images are balanced for. */
const DAYLIGHT = 6500;

/**
 * Shows images in another light, from that of a bulb to that of a blue sky: red and blue are multiplied by what a black
 * body of a temperature has of them, in proportion to green and to a light of 6500 K. Other than in `randomHue`, colors
 * stay such as occur.
 *
 * Images of fewer than three channels, and alpha, stay. In the paper the light of 6500 K, too, changes colors a little.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const light = planckianJitter();
 * const draw = light.draw(RandomStream.fromSeed(1), {}); // temperature
 * const changed = light.image(hostArray(new Uint8Array(28 * 28 * 3).fill(90), [28, 28, 3]), draw);
 * @see Zini et al., "Planckian jitter: Countering the color-crippling effects of color jitter on self-supervised training",
 *   2023
 */
export function planckianJitter(options: PlanckianJitterOptions = {}): ImageAugmentation<PlanckianDraw> {
  const name = 'planckianJitter';
  const { probability, temperature } = resolveOptions(name, options, { probability: 1, temperature: [3000, 15_000] });
  const range = checkRange(name, 'temperature', { value: temperature, atLeast: 1500, atMost: 40_000 });
  return imageAugmentation<PlanckianDraw>({
    name,
    probability,
    draw: (random) => ({ temperature: between(random, range) }),
    image: (image, draw) => {
      const channels = image.shape[2]!;
      if (channels < 3) return image;
      const [white, light] = [blackBodyColor(DAYLIGHT), blackBodyColor(draw.temperature)];
      const gains = Array.from({ length: channels }, (_, c) => (c < 3 ? light[c]! / white[c]! : 1));
      return mapValues(
        image,
        gains.map((gain) => (value) => value * gain),
      );
    },
  });
}
