import type { Initializer, RandomStream } from '@neurite/core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { WithTime } from '../internal/wiring.js';

/** How a cell is run over time. */
export type RecurrentOptions<Sequences extends boolean = boolean> = {
  /** Whether the output of every step comes out, [batch, time, …], or that of the last, [batch, …]. Default false. */
  readonly returnSequences?: Sequences;
  /**
   * Whether time is read from its end. A sequence that comes out stays in the order of the input, as in PyTorch: at
   * step t stands what was known after reading t. (Keras gives it in the order of reading.) Default false.
   */
  readonly goBackwards?: boolean;
};

/** The options that the cells with a kernel share. */
export type CellOptions = {
  /** Whether biases are added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, [features, units], for each gate by itself. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first recurrent kernel, [units, units], for each gate by itself. Default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer;
  /** Draws the first biases, [units], for each gate by itself. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of a recurrent layer or cell is made of, besides its options. */
export type RecurrentSizes = {
  /** The number of features of each step: an integer of at least 1. */
  readonly features: number;
  /** The number of features of the state: an integer of at least 1. */
  readonly units: number;
  /** Draws the first weights, from children with the names of the parameters, and of the gates below these. */
  readonly random: RandomStream;
};

/** What comes out of a recurrent layer: every step with `returnSequences`, one without, unknown where that is not known. */
export type RecurrentOutput<Sequences extends boolean, Y extends Tensor = Tensor2D> = [Sequences] extends [true]
  ? WithTime<Y>
  : [Sequences] extends [false]
    ? Y
    : Tensor;
