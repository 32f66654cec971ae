import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Padding1d, Size1d } from '../image-options.js';
import { Depthwise, depthwise } from '../internal/depthwise.js';
import { AXES } from '../internal/spatial.js';

/** The options of `depthwiseConv1d`. */
export type DepthwiseConv1dOptions = {
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
  /** Draws the first bias, [channels · depthMultiplier]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `depthwiseConv1d` is made of. */
export type DepthwiseConv1dModuleOptions = DepthwiseConv1dOptions & {
  /** The number of channels of the sequences: an integer of at least 1. */
  readonly channels: number;
  /** The length of the kernel in steps. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `depthwiseConv1d`. */
export class DepthwiseConv1d extends Depthwise<Tensor3D> {
  /** @throws ArgumentError as `depthwiseConv1d` does */
  constructor({ kernelSize, ...options }: DepthwiseConv1dModuleOptions) {
    super({ where: 'depthwiseConv1d', axes: AXES[1], kernelSize }, options);
  }
}

/**
 * Slides kernels over each channel alone: `depthMultiplier` of them for each, whose results lie side by side.
 *
 * @param kernelSize the length of the kernel in steps
 * @returns a blueprint that takes [time, channels] to [newTime, channels · depthMultiplier]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence, is smaller than the kernel, or the number of channels
 * is null
 * @example
 * using model = build(depthwiseConv1d(3, { depthMultiplier: 2 }), { input: [null, 4], seed: 7 });
 * const y = model.forward(ones([2, 9, 4]), inference()); // [2, 7, 8]
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions", 2016
 */
export function depthwiseConv1d(
  kernelSize: Size1d,
  options: DepthwiseConv1dOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  return depthwise(
    { where: 'depthwiseConv1d', axes: AXES[1], kernelSize },
    options,
    (sizes) => new DepthwiseConv1d({ kernelSize, ...sizes, ...options }),
  );
}
