import { resolveOptions } from '@neurite/core';
import {
  type Chance,
  type ImageArray,
  type ImageAugmentation,
  imageAugmentation,
} from '../internal/image-augmentation.js';
import { mapChannels, type ValueMap } from '../internal/map-values.js';

/**
 * Spreads the values of each channel evenly over their range: each of 256 levels is replaced by the share of pixels below
 * it, as PIL rounds it. Floats are rounded to 256 levels.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const equalize = randomEqualize();
 * const changed = equalize.image(hostArray(Uint8Array.of(10, 20, 20, 30), [2, 2, 1]), {});
 */
export function randomEqualize(options: Chance = {}): ImageAugmentation<Record<string, never>> {
  const name = 'randomEqualize';
  const { probability } = resolveOptions(name, options, { probability: 0.5 });
  return imageAugmentation<Record<string, never>>({
    name,
    probability,
    draw: () => ({}),
    image: (image) => mapChannels(image, equalizing),
  });
}

function equalizing({ dtype, data, shape }: ImageArray, channel: number): ValueMap {
  const counts = new Float64Array(256);
  const scale = dtype === 'uint8' ? 1 : 255;
  for (let i = channel; i < data.length; i += shape[2]!) counts[Math.round(data[i]! * scale)]!++;
  const last = counts.findLast((count) => count > 0) ?? 0;
  const step = Math.floor((data.length / shape[2]! - last) / 255);
  if (step === 0) return (value) => value;
  const levels = new Float64Array(256);
  let below = Math.floor(step / 2);
  for (let level = 0; level < 256; level++) {
    levels[level] = Math.min(255, Math.floor(below / step)) / 255;
    below += counts[level]!;
  }
  return (value) => levels[Math.round(value * 255)]!;
}
