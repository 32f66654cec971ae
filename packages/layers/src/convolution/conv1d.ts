import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Padding1d, Size1d } from '../image-options.js';
import { Convolution, convolution } from '../internal/convolution.js';
import { AXES } from '../internal/spatial.js';

/** The options of `conv1d`. */
export type Conv1dOptions = {
  /** The steps of the kernel in steps. Default 1. */
  readonly strides?: Size1d;
  /** What happens at the ends. Default `valid`. */
  readonly padding?: Padding1d;
  /** The distance in steps between neighbors under the kernel. Default 1. */
  readonly dilation?: Size1d;
  /**
   * Splits channels and filters into this many groups, each filter seeing only its own: divides both. As many groups
   * as channels is a depthwise convolution. Default 1.
   */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [size, channels / groups, filters]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv1d` is made of. */
export type Conv1dModuleOptions = Conv1dOptions & {
  /** The number of channels of the sequences: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The length of the kernel in steps. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv1d`; its kernel is [size, channels / groups, filters]. */
export class Conv1d extends Convolution<Tensor3D> {
  /**
   * @throws ArgumentError as `conv1d` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv1dModuleOptions) {
    super({ where: 'conv1d', axes: AXES[1], filters, kernelSize }, options);
  }
}

/**
 * Slides kernels over sequences: `y[b, t, f] = Σ x[b, t·s + u·d, c] · kernel[u, c, f] + bias[f]`, with
 * stride s and dilation d. As everywhere in deep learning this is a correlation: the kernel is not flipped.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the length of the kernel in steps
 * @returns a blueprint that takes [time, channels] to [newTime, filters]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, or an option is
 * unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence, is smaller than the kernel, the number of channels
 * is null, or the groups do not divide it
 * @example
 * using model = build(conv1d(8, 3, { padding: 'causal' }), { input: [null, 4], seed: 7 });
 * const y = model.forward(ones([2, 20, 4]), inference()); // [2, 20, 8]
 * @see Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", 2016
 */
export function conv1d(
  filters: number,
  kernelSize: Size1d,
  options: Conv1dOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  return convolution(
    { where: 'conv1d', axes: AXES[1], filters, kernelSize },
    options,
    (sizes) => new Conv1d({ filters, kernelSize, ...sizes, ...options }),
  );
}
