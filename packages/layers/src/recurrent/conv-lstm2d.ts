import type { Blueprint, RandomStream, Spec } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Size2d } from '../image-options.js';
import { ConvLstm, convLstm } from '../internal/conv-lstm.js';
import { AXES } from '../internal/spatial.js';
import type { WithTime } from '../internal/wiring.js';
import type { ConvLstm2dCellOptions } from './conv-lstm2d-cell.js';
import type { RecurrentOptions, RecurrentOutput } from './recurrent-options.js';

/** The options of `convLstm2d`. */
export type ConvLstm2dOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences> &
  ConvLstm2dCellOptions;

/** What the module of `convLstm2d` is made of. */
export type ConvLstm2dModuleOptions<Sequences extends boolean = boolean> = ConvLstm2dOptions<Sequences> & {
  /** The spec of one step, [height, width, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm2d`. */
export class ConvLstm2d<Sequences extends boolean = false> extends ConvLstm<Tensor4D, Sequences> {
  /** @throws ArgumentError as `convLstm2d` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm2dModuleOptions<Sequences>) {
    super({ where: 'convLstm2d', axes: AXES[2], filters, kernelSize }, options);
  }
}

/**
 * An LSTM over a sequence of images, whose products with the kernels are convolutions: for video, weather, anything that moves.
 *
 * `i, f, g, o = σ, σ, tanh, σ (xₜ ∗ kernel + hₜ₋₁ ∗ recurrentKernel + bias)`, `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`. The state is padded so
 * that it keeps its size. The order of the gates is Keras's.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns a blueprint that takes [time, height, width, channels] to [height, width, filters] of the last step, or of every step
 * with `returnSequences`; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other axes, or a size of them is null
 * @example
 * using model = build(convLstm2d(4, 3), { input: [null, 6, 5, 2], seed: 7 });
 * const y = model.forward(ones([2, 3, 6, 5, 2]), inference()); // [2, 4, 3, 4]
 * @see Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation nowcasting", 2015, which also
 * has peepholes
 */
export function convLstm2d<Sequences extends boolean = false>(
  filters: number,
  kernelSize: Size2d,
  options: ConvLstm2dOptions<Sequences> = {},
): Blueprint<WithTime<Tensor4D>, RecurrentOutput<Sequences, Tensor4D>> {
  return convLstm<Tensor4D, Sequences>(
    { where: 'convLstm2d', axes: AXES[2], filters, kernelSize },
    options,
    (sizes) => new ConvLstm2d<Sequences>({ filters, kernelSize, ...sizes, ...options }),
  );
}
