import type { Blueprint, RandomStream, Spec } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Size1d } from '../image-options.js';
import { ConvLstm, convLstm } from '../internal/conv-lstm.js';
import type { WithTime } from '../internal/wiring.js';
import type { ConvLstm1dCellOptions } from './conv-lstm1d-cell.js';
import type { RecurrentOptions, RecurrentOutput } from './recurrent-options.js';

/** The options of `convLstm1d`. */
export type ConvLstm1dOptions<Sequences extends boolean = boolean> = RecurrentOptions<Sequences> &
  ConvLstm1dCellOptions;

/** What the module of `convLstm1d` is made of. */
export type ConvLstm1dModuleOptions<Sequences extends boolean = boolean> = ConvLstm1dOptions<Sequences> & {
  /** The spec of one step, [steps, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The length of the kernel. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm1d`. */
export class ConvLstm1d<Sequences extends boolean = false> extends ConvLstm<Tensor3D, Sequences> {
  /** @throws ArgumentError as `convLstm1d` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm1dModuleOptions<Sequences>) {
    super({ where: 'convLstm1d', axes: ['steps'], filters, kernelSize }, options);
  }
}

/**
 * An LSTM over a sequence of sequences, whose products with the kernels are convolutions: for video, weather, anything that moves.
 *
 * `i, f, g, o = σ, σ, tanh, σ (xₜ ∗ kernel + hₜ₋₁ ∗ recurrentKernel + bias)`, `cₜ = f ⊙ cₜ₋₁ + i ⊙ g`, `hₜ = o ⊙ tanh(cₜ)`. The state is padded so
 * that it keeps its size. The order of the gates is Keras's.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the length of the kernel
 * @returns a blueprint that takes [time, steps, channels] to [steps, filters] of the last step, or of every step
 * with `returnSequences`; the time may be null
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the input has other axes, or a size of them is null
 * @example
 * using model = build(convLstm1d(4, 3), { input: [null, 6, 2], seed: 7 });
 * const y = model.forward(ones([2, 5, 6, 2]), inference()); // [2, 4, 4]
 * @see Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation nowcasting", 2015, which also
 * has peepholes
 */
export function convLstm1d<Sequences extends boolean = false>(
  filters: number,
  kernelSize: Size1d,
  options: ConvLstm1dOptions<Sequences> = {},
): Blueprint<WithTime<Tensor3D>, RecurrentOutput<Sequences, Tensor3D>> {
  return convLstm<Tensor3D, Sequences>(
    { where: 'convLstm1d', axes: ['steps'], filters, kernelSize },
    options,
    (sizes) => new ConvLstm1d<Sequences>({ filters, kernelSize, ...sizes, ...options }),
  );
}
