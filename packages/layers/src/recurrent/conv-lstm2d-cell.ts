import type { Initializer, RandomStream, Spec } from '@neurite/core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Padding2d, Size2d } from '../image-options.js';
import { ConvLstmCell, type ConvLstmState, convLstmCell } from '../internal/conv-lstm.js';
import { AXES } from '../internal/spatial.js';
import type { CellBlueprint } from './cell.js';

/** The options of `convLstm2dCell`. */
export type ConvLstm2dCellOptions = {
  /** The steps of the kernel over the input; over the state they are 1. Default 1. */
  readonly strides?: Size2d;
  /** What happens at the borders of the input; the state keeps its size. Default `valid`. */
  readonly padding?: Padding2d;
  /** The distance between neighbors under the kernel, in the input. Default 1. */
  readonly dilation?: Size2d;
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

/** What the module of `convLstm2dCell` is made of. */
export type ConvLstm2dCellModuleOptions = ConvLstm2dCellOptions & {
  /** The spec of one step, [height, width, channels]. */
  readonly frame: Spec;
  /** The number of channels that come out: an integer of at least 1. */
  readonly filters: number;
  /** The height and width of the kernel in pixels; one number stands for both. */
  readonly kernelSize: Size2d;
  /** Draws the first weights, from children named after them. */
  readonly random: RandomStream;
};

/** The module of `convLstm2dCell`. */
export class ConvLstm2dCell extends ConvLstmCell<Tensor4D> {
  /** @throws ArgumentError as `convLstm2dCell` does */
  constructor({ filters, kernelSize, ...options }: ConvLstm2dCellModuleOptions) {
    super({ where: 'convLstm2dCell', axes: AXES[2], filters, kernelSize }, options);
  }
}

/**
 * The cell of `convLstm2d`, for `recurrent`, `stacked`, and loops of your own.
 *
 * @param filters the number of channels of the state: an integer of at least 1
 * @param kernelSize the height and width of the kernel in pixels; one number stands for both
 * @returns the blueprint of a cell that takes [height, width, channels] to [height′, width′, filters]
 * @throws ArgumentError when a size is not an integer of at least 1, or an option is unknown
 * @example
 * const cells = stacked(convLstm2dCell(2, 3, { padding: 'same' }), convLstm2dCell(4, 3));
 * using model = build(recurrent(cells), { input: [null, 6, 5, 2], seed: 7 });
 * const y = model.forward(ones([2, 3, 6, 5, 2]), inference()); // [2, 4, 3, 4]
 */
export function convLstm2dCell(
  filters: number,
  kernelSize: Size2d,
  options: ConvLstm2dCellOptions = {},
): CellBlueprint<Tensor4D, ConvLstmState, Tensor4D> {
  return convLstmCell<Tensor4D>(
    { where: 'convLstm2dCell', axes: AXES[2], filters, kernelSize },
    options,
    (sizes) => new ConvLstm2dCell({ filters, kernelSize, ...sizes, ...options }),
  );
}
