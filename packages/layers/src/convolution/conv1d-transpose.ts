import type { Blueprint, Initializer, RandomStream } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Padding1d, Size1d } from '../image-options.js';
import { AXES } from '../internal/spatial.js';
import { TransposedConvolution, transposedConvolution } from '../internal/transposed-convolution.js';

/** The options of `conv1dTranspose`. */
export type Conv1dTransposeOptions = {
  /** The distance in steps between the kernels that neighbors put down. Default 1. */
  readonly strides?: Size1d;
  /**
   * What is cut off at the ends. `valid`: nothing. `same`: so much that size · stride steps come out. Numbers: so many
   * steps, as the padding of the convolution that this one reverses. Default `valid`.
   */
  readonly padding?: Exclude<Padding1d, 'causal'>;
  /** Steps added at the end, smaller than the stride or the dilation, to say which of several sizes comes out. Default 0. */
  readonly outputPadding?: Size1d;
  /** The distance in steps between the elements of the kernel. Default 1. */
  readonly dilation?: Size1d;
  /** Splits channels and filters into this many groups, each filter seeing only its own: divides both. Default 1. */
  readonly groups?: number;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [size, filters / groups, channels]. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [filters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `conv1dTranspose` is made of. */
export type Conv1dTransposeModuleOptions = Conv1dTransposeOptions & {
  /** The number of channels of the sequences: an integer of at least 1. */
  readonly channels: number;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The length of the kernel in steps. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from the children `kernel` and `bias`. */
  readonly random: RandomStream;
};

/** The module of `conv1dTranspose`; its kernel is [size, filters / groups, channels]. */
export class Conv1dTranspose extends TransposedConvolution<Tensor3D> {
  /**
   * @throws ArgumentError as `conv1dTranspose` does
   * @throws ShapeError when the groups do not divide the channels
   */
  constructor({ filters, kernelSize, ...options }: Conv1dTransposeModuleOptions) {
    super({ where: 'conv1dTranspose', axes: AXES[1], filters, kernelSize }, options);
  }
}

/**
 * A convolution backwards, which makes sequences larger: each element puts down its kernel, weighted, and what overlaps is
 * added. Along an axis of n, `(n − 1) · stride + (kernelSize − 1) · dilation + 1 − padding + outputPadding` come out.
 *
 * It is the gradient of `conv1d` by its input, with the same options. Sizes are PyTorch's; Keras's `valid` gives more
 * where strides are above the kernel size.
 *
 * @param filters the number of channels that come out: an integer of at least 1
 * @param kernelSize the length of the kernel in steps
 * @returns a blueprint that takes [time, channels] to [newTime, filters]; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, the groups do not divide the filters, the output
 * padding is too large, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input is no sequence, the number of channels is null, or the groups do not
 * divide it
 * @example
 * using model = build(conv1dTranspose(2, 4, { strides: 2, padding: 1 }), { input: [null, 3], seed: 7 });
 * const y = model.forward(ones([1, 5, 3]), inference()); // [1, 10, 2]
 * @see Zeiler et al., "Deconvolutional networks", 2010
 */
export function conv1dTranspose(
  filters: number,
  kernelSize: Size1d,
  options: Conv1dTransposeOptions = {},
): Blueprint<Tensor3D, Tensor3D> {
  return transposedConvolution(
    { where: 'conv1dTranspose', axes: AXES[1], filters, kernelSize },
    options,
    (sizes) => new Conv1dTranspose({ filters, kernelSize, ...sizes, ...options }),
  );
}
