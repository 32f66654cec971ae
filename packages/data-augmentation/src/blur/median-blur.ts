import { hostLike, resolveOptions } from '@neurite/core';
import { borderIndex } from '../internal/border.js';
import {
  type Chance,
  type ImageArray,
  type ImageAugmentation,
  imageAugmentation,
} from '../internal/image-augmentation.js';
import { checkRange, integerBetween } from '../internal/ranges.js';

export type MedianBlurOptions = Chance & {
  /** Pixels from the center to the edge of the square, integers from 1 to 5: 1 is 3 × 3. Default 1 to 2. */
  readonly radius?: readonly [number, number];
};

/** Pixels from the center to the edge of the square; 0 changes nothing. */
export type MedianBlurDraw = { readonly radius: number };

/**
 * Replaces each value by the median of a square around it, channel by channel; beyond the border is the border itself
 * (`edge`). Removes single outliers and keeps edges.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const blur = medianBlur();
 * const draw = blur.draw(RandomStream.fromSeed(1), {});
 * const smooth = blur.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function medianBlur(options: MedianBlurOptions = {}): ImageAugmentation<MedianBlurDraw> {
  const name = 'medianBlur';
  const { probability, radius } = resolveOptions(name, options, { probability: 1, radius: [1, 2] });
  const range = checkRange(name, 'radius', { value: radius, atLeast: 1, atMost: 5 });
  return imageAugmentation<MedianBlurDraw>({
    name,
    probability,
    draw: (random) => ({ radius: integerBetween(random, [Math.round(range[0]), Math.round(range[1])]) }),
    image: (image, draw) => medians(image, draw.radius),
  });
}

function medians(image: ImageArray, radius: number): ImageArray {
  const { data, shape } = image;
  const [height, width, channels] = shape as [number, number, number]; // checked by the lifter
  const result = hostLike(image);
  const side = 2 * radius + 1;
  const values = new Float64Array(side * side);
  const middle = (values.length - 1) / 2;
  const columns = Int32Array.from(
    { length: width + 2 * radius },
    (_, x) => borderIndex(x - radius, width, 'edge') * channels,
  );
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        let count = 0;
        for (let row = -radius; row <= radius; row++) {
          const line = borderIndex(y + row, height, 'edge') * width * channels + channel;
          for (let column = 0; column < side; column++) {
            // Sorted in: squares are small.
            const value = data[line + columns[x + column]!]!;
            let place = count++;
            while (place > 0 && values[place - 1]! > value) values[place] = values[--place]!;
            values[place] = value;
          }
        }
        result.data[at] = values[middle]!;
      }
    }
  }
  return result;
}
