import type { Parameter, State } from '@neurite/core';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { RecurrentOptions } from '../recurrent/recurrent-options.js';
import type { GatedCell } from './gated-cell.js';
import { Unrolled } from './unrolled.js';

/** The defaults of `RecurrentOptions`. */
export const SEQUENCE_DEFAULTS = { returnSequences: false, goBackwards: false } as const;

/** What the layers have in common that run a gated cell. Its parameters are theirs, without a name between. */
export abstract class GatedLayer<S extends State, Sequences extends boolean> extends Unrolled<
  Tensor2D,
  S,
  Tensor2D,
  Sequences
> {
  /** [features, gates · units] */
  readonly kernel: Parameter<Tensor2D>;
  /** [units, gates · units] */
  readonly recurrentKernel: Parameter<Tensor2D>;
  /** [gates · units] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly units: number;

  constructor(where: string, cell: GatedCell<S>, options: RecurrentOptions<Sequences>) {
    super({ where, cell, features: cell.kernel.shape[0]!, ...options });
    this.kernel = cell.kernel;
    this.recurrentKernel = cell.recurrentKernel;
    this.bias = cell.bias;
    this.units = cell.units;
  }
}
