import type { Initializer, RandomStream, Spec } from '@neurite/core';
import type { Tensor5D } from '@tensorflow/tfjs-core';
import type { Padding3d, Size3d } from '../image-options.js';
import { ConvLstmCell, type ConvLstmState, convLstmCell } from '../internal/conv-lstm.js';
import { AXES } from '../internal/spatial.js';
import type { CellBlueprint } from './cell.js';

/** The options of `convLstm3dCell`. */
export type ConvLstm3dCellOptions = {
  /** The steps of the kernel over the input; over the state they are 1. Default 1. */
  readonly strides?: Size3d;
  /** What happens at the borders of the input; the state keeps its size. Default `valid`. */
  readonly padding?: Padding3d;
  /** The distance between neighbors under the kernel, in the input. Default 1. */
  readonly dilation?: Size3d;
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

/** What the module of `convLstm3dCell` is made of. */
export type ConvLstm3dCellModuleOptions = ConvLstm3dCellOptions & {
  /** The spec of one step, [depth, height, width, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The depth, height and width of the kernel; one number stands for all. */
  readonly kernelSize: Size3d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm3dCell`. */
export class ConvLstm3dCell extends ConvLstmCell<Tensor5D> {
  /** @throws ArgumentError as `convLstm3dCell` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm3dCellModuleOptions) {
    super({ where: 'convLstm3dCell', axes: AXES[3], filters, kernelSize }, options);
  }
}

/**
 * The cell of `convLstm3d`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the depth, height and width of the kernel; one number stands for all
 * @returns the blueprint of a cell that takes [depth, height, width, channels] to [depth′, height′, width′, filters]
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @example
 * const cells = stacked(convLstm3dCell(2, 3, { padding: 'same' }), convLstm3dCell(4, 3));
 * using model = build(recurrent(cells), { input: [null, 4, 4, 3, 1], seed: 7 });
 * const y = model.forward(ones([1, 2, 4, 4, 3, 1]), inference()); // [1, 2, 2, 1, 4]
 */
export function convLstm3dCell(
  filters: number,
  kernelSize: Size3d,
  options: ConvLstm3dCellOptions = {},
): CellBlueprint<Tensor5D, ConvLstmState, Tensor5D> {
  return convLstmCell<Tensor5D>(
    { where: 'convLstm3dCell', axes: AXES[3], filters, kernelSize },
    options,
    (sizes) => new ConvLstm3dCell({ filters, kernelSize, ...sizes, ...options }),
  );
}
