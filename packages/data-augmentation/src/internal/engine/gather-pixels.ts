import { gather, reshape, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';

/**
 * Takes pixels from anywhere in their own image.
 *
 * @param images [batch, height, width, channels]
 * @param indices of pixels, row after row, [batch, pixels], int32, in bounds
 * @returns [batch, pixels, channels]
 */
export function gatherPixels(images: Tensor4D, indices: Tensor): Tensor {
  const [batch, height, width, channels] = images.shape;
  return gather(reshape(images, [batch, height * width, channels]), indices as never, 1, 1); // its type knows one axis only
}
