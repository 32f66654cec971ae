import type { Initializer, RandomStream, Spec } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Padding1d, Size1d } from '../image-options.js';
import { ConvLstmCell, type ConvLstmState, convLstmCell } from '../internal/conv-lstm.js';
import { AXES } from '../internal/spatial.js';
import type { CellBlueprint } from './cell.js';

/** The options of `convLstm1dCell`. */
export type ConvLstm1dCellOptions = {
  /** The steps of the kernel over the input; over the state they are 1. Default 1. */
  readonly strides?: Size1d;
  /** What happens at the borders of the input; the state keeps its size. Default `valid`. */
  readonly padding?: Padding1d;
  /** The distance between neighbors under the kernel, in the input. Default 1. */
  readonly dilation?: Size1d;
  /** Whether a bias is added. Default true. */
  readonly useBias?: boolean;
  /** Added to the first bias of the forget gate; without biases it is not to be given. Default 1. */
  readonly forgetBias?: number;
  /** Draws the first kernel, for each gate by itself. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first recurrent kernel, for each gate by itself. Default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer;
  /** Draws the first bias, for each gate by itself. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `convLstm1dCell` is made of. */
export type ConvLstm1dCellModuleOptions = ConvLstm1dCellOptions & {
  /** The spec of one step, [steps, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The length of the kernel. */
  readonly kernelSize: Size1d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm1dCell`. */
export class ConvLstm1dCell extends ConvLstmCell<Tensor3D> {
  /** @throws ArgumentError as `convLstm1dCell` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm1dCellModuleOptions) {
    super({ where: 'convLstm1dCell', axes: AXES[1], filters, kernelSize }, options);
  }
}

/**
 * The cell of `convLstm1d`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the length of the kernel
 * @returns the blueprint of a cell that takes [steps, channels] to [steps′, filters]
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @example
 * const cells = stacked(convLstm1dCell(2, 3, { padding: 'same' }), convLstm1dCell(4, 3));
 * using model = build(recurrent(cells), { input: [null, 6, 2], seed: 7 });
 * const y = model.forward(ones([2, 3, 6, 2]), inference()); // [2, 4, 4]
 */
export function convLstm1dCell(
  filters: number,
  kernelSize: Size1d,
  options: ConvLstm1dCellOptions = {},
): CellBlueprint<Tensor3D, ConvLstmState, Tensor3D> {
  return convLstmCell<Tensor3D>(
    { where: 'convLstm1dCell', axes: AXES[1], filters, kernelSize },
    options,
    (sizes) => new ConvLstm1dCell({ filters, kernelSize, ...sizes, ...options }),
  );
}
