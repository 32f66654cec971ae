import type { Initializer, RandomStream } from '@neurite/core';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** The options that recurrent layers share. */
export type RecurrentOptions<Sequences extends boolean = boolean> = {
  /** Whether the state after every time comes out, [batch, time, units], or the last, [batch, units]. Default false. */
  readonly returnSequences?: Sequences;
  /**
   * Whether time is read from its end. A sequence that comes out stays in the order of the input, as in PyTorch: at
   * time t stands what was known after reading t. (Keras gives it in the order of reading.) Default false.
   */
  readonly goBackwards?: boolean;
  /** Whether biases are added. Default true. */
  readonly useBias?: boolean;
  /** Draws the first kernel, of shape [features, units], for each gate by itself. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first recurrent kernel, of shape [units, units], for each gate by itself. Default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer;
  /** Draws the first biases, of shape [units], for each gate by itself. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of a recurrent layer is made of, besides its options. */
export type RecurrentSizes = {
  /** How many numbers each time has: a whole number of at least 1. */
  readonly features: number;
  /** How many numbers the state has: a whole number of at least 1. */
  readonly units: number;
  /** Draws the first weights, from children with the names of the parameters, and of the gates below these. */
  readonly random: RandomStream;
};

/** What comes out of a recurrent layer: rank 3 with `returnSequences`, rank 2 without, unknown where it is not known. */
export type RecurrentOutput<Sequences extends boolean> = [Sequences] extends [true]
  ? Tensor3D
  : [Sequences] extends [false]
    ? Tensor2D
    : Tensor;
