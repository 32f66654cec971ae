import { checkNumber, hostLike, resolveOptions } from '@neurite/core';
import { scalar, type Tensor, type Tensor4D, tensor4d, where } from '@tensorflow/tfjs-core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';

export type RandomChannelDropoutOptions = Chance & {
  /** The value of a dropped channel, a share of the range, 0 to 1. Default 0. */
  readonly fill?: number;
};

/** The channel that is dropped. */
export type ChannelDropoutDraw = { readonly channel: number };

/**
 * Replaces one channel of an image by one value. Images of one channel stay as they are.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const dropout = randomChannelDropout();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [1, 1, 3]);
 * const changed = dropout.image(image, { channel: 1 }); // 1, 0, 3
 */
export function randomChannelDropout(options: RandomChannelDropoutOptions = {}): ImageAugmentation<ChannelDropoutDraw> {
  const name = 'randomChannelDropout';
  const { probability, fill } = resolveOptions(name, options, { probability: 0.5, fill: 0 });
  checkNumber(name, 'fill', fill, { atLeast: 0, atMost: 1 });
  return imageAugmentation<ChannelDropoutDraw>({
    name,
    probability,
    draw: (random, { image }) => ({ channel: random.integer(image?.[0]?.shape[2] ?? 3) }),
    image: (image, { channel }) => {
      const channels = image.shape[2]!;
      if (channels === 1 || channel >= channels) return image;
      const result = hostLike(image);
      const to = result.data;
      to.set(image.data);
      const value = image.dtype === 'uint8' ? Math.round(255 * fill) : fill;
      for (let at = channel; at < to.length; at += channels) to[at] = value;
      return result;
    },
    images: (images, draws) => {
      const channels = images.shape[3];
      const dropped = draws.flatMap(({ channel }) =>
        Array.from({ length: channels }, (_, i) => Number(channels > 1 && i === channel)),
      );
      return where<Tensor>(tensor4d(dropped, [draws.length, 1, 1, channels], 'bool'), scalar(fill), images) as Tensor4D;
    },
  });
}
