import { ArgumentError, type Augmentation, hostLike, type Kind } from '@neurite/core';
import type { ImageArray } from '../internal/image-augmentation.js';

/** A draw for each channel. */
export type PerChannelDraw = { readonly channels: readonly unknown[] };

/**
 * Applies an augmentation of images to each channel by itself, with a draw of its own: colors shift apart.
 *
 * @param augmentation one that keeps the size of images; what it keeps stays kept
 * @throws ArgumentError when it has no method for images, or changes other kinds
 * @example
 * const shifted = perChannel(randomBrightness());
 * const image = hostArray(Uint8Array.of(10, 20, 30), [1, 1, 3]);
 * const draw = shifted.draw(RandomStream.fromSeed(1), { image: [image] });
 * const changed = shifted.image?.(image, draw);
 */
export function perChannel(augmentation: Augmentation): Augmentation<PerChannelDraw> {
  const others: readonly Kind[] = ['mask', 'boxes', 'points', 'label', 'signal', 'text', 'row'];
  if (augmentation.image === undefined || others.some((kind) => augmentation[kind] !== undefined)) {
    throw new ArgumentError({
      where: 'perChannel',
      argument: 'augmentation',
      expected: 'change images and no other kind',
      received: augmentation.name,
    });
  }
  return {
    name: `perChannel ${augmentation.name}`,
    keeps: augmentation.keeps ?? [],
    draw: (random, fields) => ({
      channels: Array.from({ length: fields.image?.[0]?.shape[2] ?? 3 }, () => augmentation.draw(random, fields)),
    }),
    image: (image, draw) => {
      const source = image as ImageArray; // of one of its dtypes
      const [height, width, channels] = source.shape as readonly [number, number, number]; // checked by the augmentation
      const result = hostLike(source);
      const plane = hostLike(source, [height, width, 1]);
      for (let channel = 0; channel < channels; channel++) {
        for (let i = 0; i < plane.data.length; i++) plane.data[i] = source.data[i * channels + channel]!;
        // Images with more channels than the one that was drawn for begin again.
        const { data } = augmentation.image!(plane, draw.channels[channel % draw.channels.length]);
        for (let i = 0; i < plane.data.length; i++) result.data[i * channels + channel] = data[i]!;
      }
      return result as typeof image; // like the image
    },
  };
}
