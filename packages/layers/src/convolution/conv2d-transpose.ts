import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { AXES } from '../internal/spatial.js';
import { TransposedConvolution, transposedConvolution } from '../internal/transposed-convolution.js';

/** The options of `conv2dTranspose`. */
export type Conv2dTransposeOptions = {
  /** The distance in pixels between the kernels that neighbors put down. Default 1. */
  readonly strides?: Size2d;
  /**
   * What is cut off at the borders. `valid`: nothing. `same`: so much that size · stride pixels come out. Numbers: so many
   * pixels, as the padding of the convolution that this one reverses. Default `valid`.
   */
  readonly padding?: Padding2d;
  /** Pixels added at the end, smaller than the stride or the dilation, to say which of several sizes comes out. Default 0. */
  readonly outputPadding?: Size2d;
  /** The distance in pixels between the elements of the kernel. Default 1. */
  readonly dilation?: Size2d;
  /** Splits channels and filters into this many groups, each filter seeing only its own: divides both. Default 1. */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [height, width, filters / groups, channels]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv2dTranspose` is made of. */
export type Conv2dTransposeModuleOptions = Conv2dTransposeOptions & {
  /** The number of channels of the images: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv2dTranspose`; its kernel is [height, width, filters / groups, channels]. */
export class Conv2dTranspose extends TransposedConvolution<Tensor4D> {
  /**
   * @throws ArgumentError as `conv2dTranspose` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv2dTransposeModuleOptions) {
    super({ where: 'conv2dTranspose', axes: AXES[2], filters, kernelSize }, options);
  }
}

/**
 * A convolution backwards, which makes images larger: each element puts down its kernel, weighted, and what overlaps is
 * added. Along an axis of n, `(n − 1) · stride + (kernelSize − 1) · dilation + 1 − padding + outputPadding` come out.
 *
 * It is the gradient of `conv2d` by its input, with the same options. Sizes are PyTorch's; Keras's `valid` gives more
 * where strides are above the kernel size.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [height, width, channels] to [newHeight, newWidth, filters]; height and width may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, the output
 * padding is too large, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image, the number of channels is null, or the groups do not
 * divide it
 * @example
 * using model = build(conv2dTranspose(2, 4, { strides: 2, padding: 1 }), { input: [4, 5, 3], seed: 7 });
 * const y = model.forward(ones([1, 4, 5, 3]), inference()); // [1, 8, 10, 2]
 * @see Zeiler et al., "Deconvolutional networks", 2010
 */
export function conv2dTranspose(
  filters: number,
  kernelSize: Size2d,
  options: Conv2dTransposeOptions = {},
): Blueprint<Tensor4D, Tensor4D> {
  return transposedConvolution(
    { where: 'conv2dTranspose', axes: AXES[2], filters, kernelSize },
    options,
    (sizes) => new Conv2dTranspose({ filters, kernelSize, ...sizes, ...options }),
  );
}
