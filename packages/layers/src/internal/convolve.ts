import { dilateFilter, groupedConv2d } from '@neurite/core/operation';
import { type FusedActivation, fusedBiasActivation, fusedConv2d } from '@neurite/ops';
import {
  concat,
  conv2d,
  conv3d,
  depthwiseConv2d,
  type Rank,
  reshape,
  split,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  type Tensor5D,
  tidy,
} from '@tensorflow/tfjs-core';
import { padAxes } from './pad-axes.js';
import { sidesOf, type Window } from './spatial.js';

/** How a kernel slides over images or volumes that have been padded. */
export type Slide = {
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: 'valid' | 'same';
};

/** What a convolution is made of. */
export type ConvolveInputs = {
  /** [batch, …spatial, channels] */
  readonly x: Tensor;
  /** […spatial, channels / groups, filters] */
  readonly kernel: Tensor;
  /** [filters] */
  readonly bias: Tensor1D | undefined;
};

/**
 * A convolution of sequences, images or volumes in groups, with a bias and an activation.
 *
 * @returns [batch, …newSpatial, filters], owned by the caller
 */
export function convolve(
  { x, kernel, bias }: ConvolveInputs,
  { window, groups, activation = 'linear' }: ConvolveOptions,
): Tensor {
  const fused = (image: Tensor, filter: Tensor, { strides, dilation, padding }: Slide, added: Tensor1D): Tensor => {
    const inputs = { x: image as Tensor4D, kernel: filter as Tensor4D, bias: added }; // images
    return fusedConv2d(inputs, { strides: pair(strides), dilation: pair(dilation), padding, activation });
  };
  const { strides, dilation, named, simple } = window;
  // One kernel, without a scope around it.
  if (x.rank === 4 && groups === 1 && bias !== undefined && named !== undefined && simple) {
    return fused(x, kernel, { strides, dilation, padding: named }, bias);
  }
  return tidy(() =>
    withWindow({ x, kernel }, window, (padded, filter, slide) => {
      if (filter.rank === 4 && groups === 1 && bias !== undefined) return fused(padded, filter, slide, bias);
      const y = grouped({ x: padded, kernel: filter, groups }, slide);
      return bias === undefined ? y : fusedBiasActivation({ x: y, bias }, { activation });
    }),
  );
}

/** How a convolution goes. */
export type ConvolveOptions = {
  readonly window: Window;
  readonly groups: number;
  /** After the bias; only where there is one. Default linear. */
  readonly activation?: FusedActivation;
};

/**
 * Brings a window to what tfjs's convolutions know: two or three axes, `valid` or `same`, strides or dilation. To be
 * called in a scope.
 *
 * @param inputs x [batch, …spatial, channels]; kernel […spatial, in, out]
 */
export function withWindow(
  { x, kernel }: { readonly x: Tensor; readonly kernel: Tensor },
  window: Window,
  apply: (x: Tensor, kernel: Tensor, slide: Slide) => Tensor,
): Tensor {
  const { strides, dilation, named, simple, image: asImage } = window;
  if (asImage !== undefined) {
    const [batch, time, channels] = x.shape as [number, number, number]; // a sequence
    const image = { x: reshape(x, [batch, 1, time, channels]), kernel: reshape(kernel, [1, ...kernel.shape]) };
    const y = withWindow(image, asImage, apply);
    return reshape(y, [batch, y.shape[2]!, y.shape[3]!]);
  }
  const padded = named === undefined ? padAxes(x, sidesOf(window, x.shape.slice(1, -1))) : x;
  const padding = named ?? 'valid';
  if (simple) return apply(padded, kernel, { strides, dilation, padding });
  // tfjs has no strides together with dilation: zeros inside the kernel are the same.
  const plain = dilation.map(() => 1);
  return apply(padded, dilateFilter(kernel, dilation), { strides, dilation: plain, padding });
}

/** tfjs's own convolutions ignore groups, so that those of volumes are made of what it has. */
function grouped(
  { x, kernel, groups }: { readonly x: Tensor; readonly kernel: Tensor; readonly groups: number },
  { strides, dilation, padding }: Slide,
): Tensor {
  const [depth, filters] = kernel.shape.slice(-2) as [number, number]; // its last two axes
  if (groups > 1 && depth === 1 && kernel.rank === 4) {
    // Filters of one channel lie side by side, as the depthwise kernel wants them.
    const [height, width] = kernel.shape as [number, number, number, number]; // of rank 4
    const byChannel = reshape<Rank.R4>(kernel, [height, width, groups, filters / groups]);
    return depthwiseConv2d(x as Tensor4D, byChannel, pair(strides), padding, 'NHWC', pair(dilation)); // images
  }
  if (kernel.rank === 4) {
    return groups === 1
      ? conv2d(x as Tensor4D, kernel as Tensor4D, pair(strides), padding, 'NHWC', pair(dilation)) // images
      : groupedConv2d({ x, filter: kernel }, { strides: pair(strides), pad: padding, dilations: pair(dilation) });
  }
  const one = (of: Tensor, by: Tensor): Tensor =>
    conv3d(of as Tensor5D, by as Tensor5D, triple(strides), padding, 'NDHWC', triple(dilation)); // volumes
  if (groups === 1) return one(x, kernel);
  const kernels = split(kernel, groups, -1);
  return concat(
    split(x, groups, -1).map((part, i) => one(part, kernels[i]!)),
    -1,
  );
}

/** The first two, for tfjs. */
export function pair(of: readonly number[]): [number, number] {
  return [of[0]!, of[1]!];
}

/** The first three, for tfjs. */
export function triple(of: readonly number[]): [number, number, number] {
  return [of[0]!, of[1]!, of[2]!];
}
