import { hostLike, RandomStream } from '@neurite/core';
import { type ImageAugmentation, imageAugmentation } from './image-augmentation.js';
import { between } from './ranges.js';
import { drawSeed } from './seeds.js';

/** How strong the noise is, and the seed that all of it follows from. */
export type NoiseDraw = { readonly strength: number; readonly seed: number };

/** An augmentation that changes each value by itself and by chance. */
export function noiseAugmentation({
  name,
  probability,
  strength,
  noisy,
}: {
  readonly name: string;
  readonly probability: number;
  readonly strength: readonly [number, number];
  /** Makes the new value of an old one, both from 0 to 1; it is clipped. */
  readonly noisy: (strength: number, random: RandomStream) => (value: number) => number;
}): ImageAugmentation<NoiseDraw> {
  return imageAugmentation<NoiseDraw>({
    name,
    probability,
    draw: (random) => ({ strength: between(random, strength), seed: drawSeed(random).seed }),
    image: (image, draw) => {
      const { data, dtype } = image;
      const result = hostLike(image);
      const to = result.data;
      const [scale, half] = dtype === 'uint8' ? [255, 0.5] : [1, 0];
      const change = noisy(draw.strength, RandomStream.fromSeed(draw.seed));
      for (let i = 0; i < data.length; i++) {
        const value = change(data[i]! / scale);
        to[i] = Math.min(Math.max(value, 0), 1) * scale + half;
      }
      return result;
    },
  });
}
