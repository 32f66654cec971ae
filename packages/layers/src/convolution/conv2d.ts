import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { Convolution, convolution } from '../internal/convolution.js';
import { AXES } from '../internal/spatial.js';

/** The options of `conv2d`. */
export type Conv2dOptions = {
  /** The steps of the kernel in pixels. Default 1. */
  readonly strides?: Size2d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding2d;
  /** The distance in pixels between neighbors under the kernel. Default 1. */
  readonly dilation?: Size2d;
  /**
   * Splits channels and filters into this many groups, each filter seeing only its own: divides both. As many groups
   * as channels is a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [height, width, channels / groups, filters]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv2d` is made of. */
export type Conv2dModuleOptions = Conv2dOptions & {
  /** The number of channels of the images: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv2d`; its kernel is [height, width, channels / groups, filters]. */
export class Conv2d extends Convolution<Tensor4D> {
  /**
   * @throws ArgumentError as `conv2d` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv2dModuleOptions) {
    super({ where: 'conv2d', axes: AXES[2], filters, kernelSize }, options);
  }
}

/**
 * Slides kernels over images: `y[b, i, j, f] = Σ x[b, i·s + u·d, j·s + v·d, c] · kernel[u, v, c, f] + bias[f]`, with
 * stride s and dilation d. As everywhere in deep learning this is a correlation: the kernel is not flipped.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [height, width, channels] to [newHeight, newWidth, filters]; height and width may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, or an option is
 * unknown
 * @throws ShapeError from `outputSpec`, when the input is no image, is smaller than the kernel, the number of channels
 * is null, or the groups do not divide it
 * @example
 * using model = build(conv2d(8, 3, { padding: 'same' }), { input: [28, 28, 1], seed: 7 });
 * const y = model.forward(ones([2, 28, 28, 1]), inference()); // [2, 28, 28, 8]
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016
 */
export function conv2d(
  filters: number,
  kernelSize: Size2d,
  options: Conv2dOptions = {},
): Blueprint<Tensor4D, Tensor4D> {
  return convolution(
    { where: 'conv2d', axes: AXES[2], filters, kernelSize },
    options,
    (sizes) => new Conv2d({ filters, kernelSize, ...sizes, ...options }),
  );
}
