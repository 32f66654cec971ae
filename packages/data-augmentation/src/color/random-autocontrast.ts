import { resolveOptions } from '@neurite/core';
import { div, greater, max, min, sub, where } from '@tensorflow/tfjs-core';
import {
  type Chance,
  type ImageArray,
  type ImageAugmentation,
  imageAugmentation,
} from '../internal/image-augmentation.js';
import { mapChannels, type ValueMap } from '../internal/map-values.js';

/**
 * Stretches the values of each channel over the whole range: `new = (old − least) / (greatest − least)`. A channel of one
 * value stays as it is.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const autocontrast = randomAutocontrast();
 * const changed = autocontrast.image(hostArray(Uint8Array.of(10, 20, 30), [1, 3, 1]), {}); // 0, 128, 255
 */
export function randomAutocontrast(options: Chance = {}): ImageAugmentation<Record<string, never>> {
  const name = 'randomAutocontrast';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return imageAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    image: (image) => mapChannels(image, stretching),
    images: (images) => {
      const least = min(images, [1, 2], true);
      const range = sub(max(images, [1, 2], true), least);
      return where(greater(range, 0), div(sub(images, least), range), images);
    },
  });
}

function stretching({ dtype, data, shape }: ImageArray, channel: number): ValueMap {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = channel; i < data.length; i += shape[2]!) {
    least = Math.min(least, data[i]!);
    greatest = Math.max(greatest, data[i]!);
  }
  if (!(greatest > least)) return (value) => value;
  const scale = dtype === 'uint8' ? 255 : 1;
  return (value) => (value * scale - least) / (greatest - least);
}
