import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Padding3d, Size3d } from '../image-options.js';
import { AXES } from '../internal/spatial.js';
import { TransposedConvolution, transposedConvolution } from '../internal/transposed-convolution.js';

/** The options of `conv3dTranspose`. */
export type Conv3dTransposeOptions = {
  /** The distance in voxels between the kernels that neighbors put down. Default 1. */
  readonly strides?: Size3d;
  /**
   * What is cut off at the borders. `valid`: nothing. `same`: so much that size · stride voxels come out. Numbers: so many
   * voxels, as the padding of the convolution that this one reverses. Default `valid`.
   */
  readonly padding?: Padding3d;
  /** Voxels added at the end, smaller than the stride or the dilation, to say which of several sizes comes out. Default 0. */
  readonly outputPadding?: Size3d;
  /** The distance in voxels between the elements of the kernel. Default 1. */
  readonly dilation?: Size3d;
  /** Splits channels and filters into this many groups, each filter seeing only its own: divides both. Default 1. */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [depth, height, width, filters / groups, channels]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv3dTranspose` is made of. */
export type Conv3dTransposeModuleOptions = Conv3dTransposeOptions & {
  /** The number of channels of the volumes: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The depth, height and width of the kernel; one number stands for all. */
  readonly kernelSize: Size3d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv3dTranspose`; its kernel is [depth, height, width, filters / groups, channels]. */
export class Conv3dTranspose extends TransposedConvolution<Tensor5D> {
  /**
   * @throws ArgumentError as `conv3dTranspose` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv3dTransposeModuleOptions) {
    super({ where: 'conv3dTranspose', axes: AXES[3], filters, kernelSize }, options);
  }
}

/**
 * A convolution backwards, which makes volumes larger: each element puts down its kernel, weighted, and what overlaps is
 * added. Along an axis of n, `(n − 1) · stride + (kernelSize − 1) · dilation + 1 − padding + outputPadding` come out.
 *
 * It is the gradient of `conv3d` by its input, with the same options. Sizes are PyTorch's; Keras's `valid` gives more
 * where strides are above the kernel size.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the depth, height and width of the kernel; one number stands for all
 * @returns a blueprint that takes [depth, height, width, channels] to [newDepth, newHeight, newWidth, filters]; each size may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, the output
 * padding is too large, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no volume, the number of channels is null, or the groups do not
 * divide it
 * @example
 * using model = build(conv3dTranspose(1, 2, { strides: 2 }), { input: [2, 2, 2, 1], seed: 7 });
 * const y = model.forward(ones([1, 2, 2, 2, 1]), inference()); // [1, 4, 4, 4, 1]
 * @see Zeiler et al., "Deconvolutional networks", 2010
 */
export function conv3dTranspose(
  filters: number,
  kernelSize: Size3d,
  options: Conv3dTransposeOptions = {},
): Blueprint<Tensor5D, Tensor5D> {
  return transposedConvolution(
    { where: 'conv3dTranspose', axes: AXES[3], filters, kernelSize },
    options,
    (sizes) => new Conv3dTranspose({ filters, kernelSize, ...sizes, ...options }),
  );
}
