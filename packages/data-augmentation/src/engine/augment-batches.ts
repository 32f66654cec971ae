import {
  ArgumentError,
  type Augmentation,
  type Batch,
  type Dataset,
  type DatasetIterator,
  describeValue,
  type HostArray,
  type IterateOptions,
  type Json,
  RandomStream,
} from '@neurite/core';
import { div, Tensor, type Tensor4D, tensor, tidy } from '@tensorflow/tfjs-core';
import { imagesOnHost } from '../internal/engine/images-on-host.js';
import { augmentImages } from './augment-images.js';

/**
 * The batches of a data set, with their images as tensors that are changed on the running engine, each image by a draw of
 * its own: anew in every epoch, and the same from one seed.
 *
 * Where the engine is a graphics card it changes images faster than the host does; on the processor, `augment` of a data set
 * is as fast or faster. What the engine has no definition of (see the README), and whatever combines it, is changed on the host before
 * the batch becomes a tensor.
 *
 * @param batches whose `x` are images [batch, height, width, channels]: float32 from 0 to 1, or uint8, which is divided by
 *   255
 * @returns batches whose `x` are float32 tensors; each batch has `dispose`, which `fit` calls when it is done
 * @throws ArgumentError when the augmentation does not change images
 * @throws ShapeError when iterating, where images are no [batch, height, width, channels], or get different sizes
 * @example
 * const digits = fromArrays({ x: hostArray(new Uint8Array(2 * 28 * 28), [2, 28, 28, 1]), y: Int32Array.of(7, 1) });
 * const train = augmentBatches(digits.shuffle().batch(2), randomAffine({ rotation: 10, shift: 2 }));
 * for await (const { x, dispose } of train) {
 *   console.log(x.shape); // [2, 28, 28, 1]
 *   dispose();
 * }
 */
export function augmentBatches<Y, W, Params>(
  batches: Dataset<Batch<HostArray | Tensor, Y, W>>,
  augmentation: Augmentation<Params>,
): Dataset<OwnedBatch<Y, W>> {
  const { image, images } = augmentation ?? {};
  if (image === undefined && images === undefined) {
    throw new ArgumentError({
      where: 'augmentBatches',
      argument: 'augmentation',
      expected: 'be one that changes images',
      received: typeof augmentation?.name === 'string' ? augmentation.name : describeValue(augmentation),
    });
  }
  const iterate = (options: IterateOptions = {}): DatasetIterator<OwnedBatch<Y, W>> => {
    const { epoch = 0, seed = 0, position } = options;
    const [first, inner] = position === undefined ? [0, undefined] : (position as readonly [number, Json]); // as below
    const iterator = batches.iterate({ epoch, seed, ...(inner === undefined ? {} : { position: inner }) });
    const random = RandomStream.fromSeed(seed).child('augmentBatches').child(String(epoch));
    let done = first;
    const own: DatasetIterator<OwnedBatch<Y, W>> = {
      next: async () => {
        const result = await iterator.next();
        if (result.done === true) return result;
        const { x, ...rest } = result.value;
        const own = random.child(String(done));
        const changed =
          images === undefined
            ? await imagesOnHost(x, augmentation as WithImage<Params>, own) // it has one of the two
            : tidy(() => augmentImages(toImages(x), augmentation, { random: own }));
        done++;
        return { done: false, value: { ...rest, x: changed, dispose: () => changed.dispose() } };
      },
      position: () => [done, iterator.position()],
      return: async () => {
        await iterator.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]: () => own,
    };
    return own;
  };
  return { size: batches.size, iterate, [Symbol.asyncIterator]: () => iterate() };
}

type WithImage<Params> = Augmentation<Params> & Required<Pick<Augmentation<Params>, 'image'>>;

/** A batch of images on the engine. */
export type OwnedBatch<Y, W> = Batch<Tensor4D, Y, W> & { readonly dispose: () => void };

function toImages(x: HostArray | Tensor): Tensor4D {
  if (x instanceof Tensor) return x as Tensor4D; // checked by `augmentImages`
  const values = tensor(x.data, [...x.shape], x.dtype === 'float32' ? 'float32' : 'int32');
  return (x.dtype === 'uint8' ? div(values, 255) : values) as Tensor4D; // likewise
}
