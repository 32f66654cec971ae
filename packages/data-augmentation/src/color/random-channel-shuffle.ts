import { hostLike, type RandomStream, resolveOptions } from '@neurite/core';
import { clone, gather, stack, type Tensor3D, type Tensor4D, tensor1d, unstack } from '@tensorflow/tfjs-core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';

/** The old channel that each new one is. */
export type ChannelShuffleDraw = { readonly order: readonly number[] };

/**
 * Exchanges the channels of images: each order is as likely, the old one included.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when the probability is not between 0 and 1
 * @example
 * const shuffle = randomChannelShuffle();
 * const image = hostArray(Uint8Array.of(1, 2, 3), [1, 1, 3]);
 * const changed = shuffle.image(image, { order: [2, 0, 1] }); // 3, 1, 2
 */
export function randomChannelShuffle(options: Chance = {}): ImageAugmentation<ChannelShuffleDraw> {
  const name = 'randomChannelShuffle';
  const { probability } = resolveOptions(name, options, { probability: 1 });
  return imageAugmentation<ChannelShuffleDraw>({
    name,
    probability,
    draw: (random: RandomStream, { image }) => ({
      order: [...random.permutation(image?.[0]?.shape[2] ?? 3)],
    }),
    image: (image, { order }) => {
      const { data } = image;
      const channels = image.shape[2]!;
      // Images with fewer channels than the one that was drawn for stay as they are.
      if (channels !== order.length) return image;
      const result = hostLike(image);
      const to = result.data;
      for (let channel = 0; channel < channels; channel++) {
        for (let at = channel, from = order[channel]!; at < data.length; at += channels, from += channels) {
          to[at] = data[from]!;
        }
      }
      return result;
    },
    images: (images, draws) => {
      if (draws.some(({ order }) => order.length !== images.shape[3])) return clone(images);
      const shuffled = (unstack(images) as Tensor3D[]).map((image, i) =>
        gather(image, tensor1d([...draws[i]!.order], 'int32'), 2),
      );
      return stack(shuffled) as Tensor4D; // of images
    },
  });
}
