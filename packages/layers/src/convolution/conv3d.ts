import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Padding3d, Size3d } from '../image-options.js';
import { Convolution, convolution } from '../internal/convolution.js';
import { AXES } from '../internal/spatial.js';

/** The options of `conv3d`. */
export type Conv3dOptions = {
  /** The steps of the kernel in voxels. Default 1. */
  readonly strides?: Size3d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding3d;
  /** The distance in voxels between neighbors under the kernel. Default 1. */
  readonly dilation?: Size3d;
  /**
   * Splits channels and filters into this many groups, each filter seeing only its own: divides both. As many groups
   * as channels is a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [depth, height, width, channels / groups, filters]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv3d` is made of. */
export type Conv3dModuleOptions = Conv3dOptions & {
  /** The number of channels of the volumes: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The depth, height and width of the kernel; one number stands for all. */
  readonly kernelSize: Size3d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv3d`; its kernel is [depth, height, width, channels / groups, filters]. */
export class Conv3d extends Convolution<Tensor5D> {
  /**
   * @throws ArgumentError as `conv3d` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv3dModuleOptions) {
    super({ where: 'conv3d', axes: AXES[3], filters, kernelSize }, options);
  }
}

/**
 * Slides kernels over volumes: `y[b, i, j, k, f] = Σ x[b, i·s + u·d, j·s + v·d, k·s + w·d, c] · kernel[u, v, w, c, f] + bias[f]`, with
 * stride s and dilation d. As everywhere in deep learning this is a correlation: the kernel is not flipped.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the depth, height and width of the kernel; one number stands for all
 * @returns a blueprint that takes [depth, height, width, channels] to [newDepth, newHeight, newWidth, filters]; depth, height and width may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, or an option is
 * unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume, is smaller than the kernel, the number of channels
 * is null, or the groups do not divide it
 * @example
 * using model = build(conv3d(2, 3), { input: [5, 6, 7, 1], seed: 7 });
 * const y = model.forward(ones([2, 5, 6, 7, 1]), inference()); // [2, 3, 4, 5, 2]
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016
 */
export function conv3d(
  filters: number,
  kernelSize: Size3d,
  options: Conv3dOptions = {},
): Blueprint<Tensor5D, Tensor5D> {
  return convolution(
    { where: 'conv3d', axes: AXES[3], filters, kernelSize },
    options,
    (sizes) => new Conv3d({ filters, kernelSize, ...sizes, ...options }),
  );
}
