import type { Tensor } from '@tensorflow/tfjs-core';
import type { NumericArray } from './host-array.js';

/** How the gradients of a step are added up with fewer bytes than they have. */
export interface GradientCompression {
  /** Whether what a process did not send is kept, and added to the gradients of the next step (error feedback). */
  readonly keepsResidual: boolean;
  /**
   * Fills the arrays of all processes with their sum, about, with the same bits in each. All processes must call it.
   *
   * @param values those of this process
   * @param residual what this process has kept, of the same length, which is changed; empty where none is kept
   */
  sum(values: Float32Array, residual: Float32Array): Promise<void>;
}

/** When processes that step by themselves average what they have. */
export type ModelAveraging = {
  /** After every how many steps. */
  readonly period: number;
  /** So many first steps are taken together. */
  readonly warmupSteps: number;
};

/** One of several processes that train one model together: the collective operations of MPI. */
export interface Parallel {
  /** Which of the processes this is, from 0. */
  readonly rank: number;
  /** How many processes there are. */
  readonly size: number;
  /** Fills the array of every process with that of `root` (default 0), in place. */
  broadcast<A extends NumericArray | Float64Array>(values: A, root?: number): Promise<A>;
  /**
   * Gradients are added up in pieces of so many bytes, each as soon as it is complete, while the backward pass goes on.
   * Default: all at once, after it.
   */
  readonly bucketBytes?: number;
  /** Default: gradients are added up as they are. */
  readonly compression?: GradientCompression | undefined;
  /** Default: all take each step together. */
  readonly averaging?: ModelAveraging | undefined;
  /** Whether each process keeps the optimizer's state of its share of the parameters alone. Default false. */
  readonly zeroRedundancy?: boolean;
  /**
   * Adds up the arrays of all processes, in the same order in each, and fills every one with the sum, in place. It begins at
   * once, in the middle of a pass too.
   */
  allReduce<A extends NumericArray | Float64Array>(values: A): Promise<A>;
  /** The same while this thread waits, for what a pass needs in its middle. */
  allReduceNow<A extends NumericArray | Float64Array>(values: A): A;
  /** What each process gives, in the order of their ranks; the lengths may differ. */
  gather(bytes: Uint8Array): Promise<readonly Uint8Array[]>;
  /**
   * What each process has for this one, in the order of their ranks.
   *
   * @param parts what this process has for each of them
   */
  exchange(parts: readonly Uint8Array[]): Promise<readonly Uint8Array[]>;
  /** Waits for all processes. */
  barrier(): Promise<void>;
  /** Told where training can be resumed from, for the message of a failure. */
  noteCheckpoint?(path: string): void;
}

/**
 * Called with each gradient when it is final, so that work on it overlaps with the rest of the backward pass.
 *
 * @param path of the parameter
 * @param gradient lent: clone what is to stay
 */
export type OnGradient = (path: string, gradient: Tensor) => void;
