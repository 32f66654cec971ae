import type { Blueprint, RandomStream, Spec } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Size3d } from '../image-options.js';
import { ConvLstm, convLstm } from '../internal/conv-lstm.js';
import { AXES } from '../internal/spatial.js';
import type { WithTime } from '../internal/wiring.js';
import type { ConvLstm3dCellOptions } from './conv-lstm3d-cell.js';
import type { RecurrentOptions, RecurrentOutput } from './recurrent-options.js';

/** The options of `convLstm3d`. */
export type ConvLstm3dOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences> &
  ConvLstm3dCellOptions;

/** What the module of `convLstm3d` is made of. */
export type ConvLstm3dModuleOptions<Sequences extends boolean = boolean> = ConvLstm3dOptions<Sequences> & {
  /** The spec of one step, [depth, height, width, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The depth, height and width of the kernel; one number stands for all. */
  readonly kernelSize: Size3d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm3d`. */
export class ConvLstm3d<Sequences extends boolean = false> extends ConvLstm<Tensor5D, Sequences> {
  /** @throws ArgumentError as `convLstm3d` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm3dModuleOptions<Sequences>) {
    super({ where: 'convLstm3d', axes: AXES[3], filters, kernelSize }, options);
  }
}

/**
 * An LSTM over a sequence of volumes, whose products with the kernels are convolutions: for video, weather, anything that moves.
 *
 * `i, f, g, o = σ, σ, tanh, σ (xₜ ∗ kernel + hₜ₋₁ ∗ recurrentKernel + bias)`, `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`. The state is padded so
 * that it keeps its size. The order of the gates is Keras's.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the depth, height and width of the kernel; one number stands for all
 * @returns a blueprint that takes [time, depth, height, width, channels] to [depth, height, width, filters] of the last step, or of every step
 * with `returnSequences`; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other axes, or a size of them is null
 * @example
 * using model = build(convLstm3d(4, 3), { input: [null, 4, 4, 4, 2], seed: 7 });
 * const y = model.forward(ones([1, 2, 4, 4, 4, 2]), inference()); // [1, 2, 2, 2, 4]
 * @see Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation nowcasting", 2015, which also
 * has peepholes
 */
export function convLstm3d<Sequences extends boolean = false>(
  filters: number,
  kernelSize: Size3d,
  options: ConvLstm3dOptions<Sequences> = {},
): Blueprint<WithTime<Tensor5D>, RecurrentOutput<Sequences, Tensor5D>> {
  return convLstm<Tensor5D, Sequences>(
    { where: 'convLstm3d', axes: AXES[3], filters, kernelSize },
    options,
    (sizes) => new ConvLstm3d<Sequences>({ filters, kernelSize, ...sizes, ...options }),
  );
}
