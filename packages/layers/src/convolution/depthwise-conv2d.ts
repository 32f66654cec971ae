import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { Depthwise, depthwise } from '../internal/depthwise.js';
import { AXES } from '../internal/spatial.js';

/** The options of `depthwiseConv2d`. */
export type DepthwiseConv2dOptions = {
  /** The steps of the kernel in pixels. Default 1. */
  readonly strides?: Size2d;
  /** What happens at the borders. Default `valid`. */
  readonly padding?: Padding2d;
  /** The distance in pixels between neighbors under the kernel. Default 1. */
  readonly dilation?: Size2d;
  /** The number of kernels of each channel: an integer of at least 1. Default 1. */
  readonly depthMultiplier?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel of each channel, [height, width, channels, depthMultiplier]. Default `glorotUniform()`. */
  readonly depthwiseInitializer?: Initializer;
  /** Draws the first bias, [channels · depthMultiplier]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `depthwiseConv2d` is made of. */
export type DepthwiseConv2dModuleOptions = DepthwiseConv2dOptions & {
  /** The number of channels of the images: an integer of at least 1. */
  readonly channels: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `depthwiseConv2d`. */
export class DepthwiseConv2d extends Depthwise<Tensor4D> {
  /** @throws ArgumentError as `depthwiseConv2d` does */
  constructor({ kernelSize, ...options }: DepthwiseConv2dModuleOptions) {
    super({ where: 'depthwiseConv2d', axes: AXES[2], kernelSize }, options);
  }
}

/**
 * Slides kernels over each channel alone: `depthMultiplier` of them for each, whose results lie side by side.
 *
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [height, width, channels] to [newHeight, newWidth, channels · depthMultiplier]; height and width may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image, is smaller than the kernel, or the number of channels
 * is null
 * @example
 * using model = build(depthwiseConv2d(3, { depthMultiplier: 2 }), { input: [8, 8, 4], seed: 7 });
 * const y = model.forward(ones([2, 8, 8, 4]), inference()); // [2, 6, 6, 8]
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions", 2016
 */
export function depthwiseConv2d(
  kernelSize: Size2d,
  options: DepthwiseConv2dOptions = {},
): Blueprint<Tensor4D, Tensor4D> {
  return depthwise(
    { where: 'depthwiseConv2d', axes: AXES[2], kernelSize },
    options,
    (sizes) => new DepthwiseConv2d({ kernelSize, ...sizes, ...options }),
  );
}
