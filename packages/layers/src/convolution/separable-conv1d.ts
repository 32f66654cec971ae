import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Padding1d, Size1d } from '../image-options.js';
import { Depthwise, depthwise } from '../internal/depthwise.js';
import { AXES } from '../internal/spatial.js';

/** The options of `separableConv1d`. */
export type SeparableConv1dOptions = {
  /** The steps of the kernel in steps. Default 1. */
  readonly strides?: Size1d;
  /** What happens at the ends. Default `valid`. */
  readonly padding?: Padding1d;
  /** The distance in steps between neighbors under the kernel. Default 1. */
  readonly dilation?: Size1d;
  /** The number of kernels of each channel: an integer of at least 1. Default 1. */
  readonly depthMultiplier?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel of each channel, [size, channels, depthMultiplier]. Default `glorotUniform()`. */
  readonly depthwiseInitializer?: Initializer;
  /** Draws the first mixing kernel, [channels · depthMultiplier, filters]. Default `glorotUniform()`. */
  readonly pointwiseInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `separableConv1d` is made of. */
export type SeparableConv1dModuleOptions = SeparableConv1dOptions & {
  /** The number of channels of the sequences: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The length of the kernel in steps. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `separableConv1d`. */
export class SeparableConv1d extends Depthwise<Tensor3D> {
  /** @throws ArgumentError as `separableConv1d` does */
  constructor({ filters, kernelSize, ...options }: SeparableConv1dModuleOptions) {
    super({ where: 'separableConv1d', axes: AXES[1], kernelSize, filters }, options);
  }
}

/**
 * A convolution of each channel alone, and then a mixture of channels in each of the steps: far fewer weights than `conv1d`.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the length of the kernel in steps
 * @returns a blueprint that takes [time, channels] to [newTime, filters]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence, is smaller than the kernel, or the number of channels
 * is null
 * @example
 * using model = build(separableConv1d(6, 3, { depthMultiplier: 2 }), { input: [null, 4], seed: 7 });
 * const y = model.forward(ones([2, 9, 4]), inference()); // [2, 7, 6]
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions", 2016
 */
export function separableConv1d(
  filters: number,
  kernelSize: Size1d,
  options: SeparableConv1dOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  return depthwise(
    { where: 'separableConv1d', axes: AXES[1], kernelSize, filters },
    options,
    (sizes) => new SeparableConv1d({ filters, kernelSize, ...sizes, ...options }),
  );
}
