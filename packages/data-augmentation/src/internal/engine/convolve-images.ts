import {
  depthwiseConv2d,
  gather,
  type Rank,
  reshape,
  type Tensor4D,
  tensor1d,
  tensor4d,
  transpose,
} from '@tensorflow/tfjs-core';
import { borderIndex } from '../border.js';

/** The weights of a kernel, [height, width], both odd. */
export type PlaneKernel = { readonly weights: Float64Array; readonly height: number; readonly width: number };

/** A kernel of as many rows as columns. */
export function square({ kernel, size }: { readonly kernel: Float64Array; readonly size: number }): PlaneKernel {
  return { weights: kernel, height: size, width: size };
}

/** Correlates each image with a kernel of its own: `convolve` for a batch, with the mirror image beyond the border. */
export function convolveImages(images: Tensor4D, kernels: readonly PlaneKernel[]): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  const [tall, wide] = [
    kernels.reduce((most, kernel) => Math.max(most, kernel.height), 1),
    kernels.reduce((most, kernel) => Math.max(most, kernel.width), 1),
  ];
  const filter = new Float32Array(tall * wide * batch * channels);
  for (const [image, { weights, ...size }] of kernels.entries()) {
    const [top, left] = [(tall - size.height) / 2, (wide - size.width) / 2];
    for (const [i, weight] of weights.entries()) {
      const tap = (top + Math.floor(i / size.width)) * wide + left + (i % size.width);
      const at = (tap * batch + image) * channels;
      filter.fill(weight, at, at + channels);
    }
  }
  // Every channel of every image is a channel of one image.
  const planes = reshape<Rank.R4>(transpose(images, [1, 2, 0, 3]), [1, height, width, batch * channels]);
  const padded = reflected(reflected(planes, 1, (tall - 1) / 2), 2, (wide - 1) / 2);
  const result = depthwiseConv2d(padded, tensor4d(filter, [tall, wide, batch * channels, 1]), 1, 'valid');
  return transpose(reshape(result, [height, width, batch, channels]), [2, 0, 1, 3]);
}

function reflected(planes: Tensor4D, axis: 1 | 2, radius: number): Tensor4D {
  if (radius === 0) return planes;
  const size = planes.shape[axis];
  const indices = Int32Array.from({ length: size + 2 * radius }, (_, i) => borderIndex(i - radius, size, 'reflect'));
  return gather(planes, tensor1d(indices, 'int32'), axis);
}
