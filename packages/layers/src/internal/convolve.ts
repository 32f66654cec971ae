import { concat, conv2d, depthwiseConv2d, type Rank, reshape, split, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Padding2d } from '../image-options.js';

/** How a kernel slides. */
export type ConvolveOptions = {
  readonly strides: readonly [number, number];
  readonly padding: Padding2d;
  readonly dilation: readonly [number, number];
  readonly groups: number;
};

/**
 * A convolution in groups. tfjs's own ignores groups, so they are made of what it has.
 *
 * @param x [batch, height, width, channels]
 * @param kernel [height, width, channels / groups, filters]
 * @returns [batch, newHeight, newWidth, filters], owned by the caller
 */
export function convolve(x: Tensor4D, kernel: Tensor4D, options: ConvolveOptions): Tensor4D {
  const { padding, groups } = options;
  const strides: [number, number] = [...options.strides];
  const dilation: [number, number] = [...options.dilation];
  const [height, width, depth, filters] = kernel.shape;
  if (groups === 1) return conv2d(x, kernel, strides, padding, 'NHWC', dilation);
  if (depth === 1) {
    // Filters of one channel lie side by side, as the depthwise kernel wants them.
    return tidy(() => {
      const byChannel = reshape<Rank.R4>(kernel, [height, width, groups, filters / groups]);
      return depthwiseConv2d(x, byChannel, strides, padding, 'NHWC', dilation);
    });
  }
  return tidy(() => {
    const kernels = split<Tensor4D>(kernel, groups, 3);
    const parts = split<Tensor4D>(x, groups, 3).map((part, i) =>
      conv2d(part, kernels[i]!, strides, padding, 'NHWC', dilation),
    );
    return concat(parts, 3);
  });
}
