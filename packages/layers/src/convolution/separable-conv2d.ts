import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { Depthwise, depthwise } from '../internal/depthwise.js';
import { AXES } from '../internal/spatial.js';

/** The options of `separableConv2d`. */
export type SeparableConv2dOptions = {
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
  /** Draws the first mixing kernel, [channels · depthMultiplier, filters]. Default `glorotUniform()`. */
  readonly pointwiseInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `separableConv2d` is made of. */
export type SeparableConv2dModuleOptions = SeparableConv2dOptions & {
  /** The number of channels of the images: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `separableConv2d`. */
export class SeparableConv2d extends Depthwise<Tensor4D> {
  /** @throws ArgumentError as `separableConv2d` does */
  constructor({ filters, kernelSize, ...options }: SeparableConv2dModuleOptions) {
    super({ where: 'separableConv2d', axes: AXES[2], kernelSize, filters }, options);
  }
}

/**
 * A convolution of each channel alone, and then a mixture of channels in each of the pixels: far fewer weights than `conv2d`.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [height, width, channels] to [newHeight, newWidth, filters]; height and width may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no image, is smaller than the kernel, or the number of channels
 * is null
 * @example
 * using model = build(separableConv2d(6, 3, { depthMultiplier: 2 }), { input: [8, 8, 4], seed: 7 });
 * const y = model.forward(ones([2, 8, 8, 4]), inference()); // [2, 6, 6, 6]
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions", 2016
 */
export function separableConv2d(
  filters: number,
  kernelSize: Size2d,
  options: SeparableConv2dOptions = {},
): Blueprint<Tensor4D, Tensor4D> {
  return depthwise(
    { where: 'separableConv2d', axes: AXES[2], kernelSize, filters },
    options,
    (sizes) => new SeparableConv2d({ filters, kernelSize, ...sizes, ...options }),
  );
}
