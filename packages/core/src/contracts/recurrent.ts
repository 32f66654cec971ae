import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Context } from '../context.js';

/** What goes from one step of a sequence to the next: tensors with a leading batch axis, or lists or records of them. */
export type State = Tensor | readonly State[] | { readonly [name: string]: State };

/** How large a state must be. */
export type StateSize = {
  /** The number of samples. */
  readonly batch: number;
  /** The largest number of steps that there will be, where a state has room for them all (a cache of attention). */
  readonly length?: number;
};

/** What `run` takes; the caller owns all of it. */
export type RunInput<In, S extends State = State> = {
  readonly x: In;
  /** [batch, time], float32: 1 where a step counts, 0 where it is padding. Default: every step counts. */
  readonly mask?: Tensor2D | undefined;
  /** What an earlier `run` left. Default: the initial state. */
  readonly state?: S | undefined;
};

/** What `run` returns; the caller owns all of it but a mask that was passed on. */
export type RunOutput<Out, S extends State = State> = {
  readonly outputs: Out;
  readonly mask?: Tensor2D | undefined;
  readonly state: S;
};

/**
 * What a recurrent layer does in one step.
 *
 * `output` is apart from the state: LSTM's output is h of { h, c }; with a projection or an attention it is neither.
 */
export interface RecurrentCell<X extends Tensor = Tensor2D, S extends State = State, Y extends Tensor = Tensor2D> {
  /** @returns the state before the first step, owned by the caller */
  initialState(size: StateSize): S;
  /**
   * @param x the input of one step, [batch, …], as `project` left it where there is one
   * @returns new tensors, owned by the caller
   */
  step(x: X, state: S, context: Context): { readonly output: Y; readonly state: S };
  /**
   * What does not depend on the state, for all steps at once, e.g. x · kernel + bias.
   *
   * @param x [batch, time, …]
   * @returns a new tensor [batch, time, …], owned by the caller. Default: the input as it is
   */
  project?(x: Tensor): Tensor;
  /**
   * All steps in one kernel.
   *
   * @param x [batch, time, …], as `project` left it
   * @returns undefined where there is no kernel for this; then the layer goes step by step
   */
  sequence?(x: Tensor, options: SequenceOptions<S>): SequenceResult<S> | undefined;
}

/** How all steps run in one kernel. */
export type SequenceOptions<S extends State> = {
  readonly state: S;
  /** [batch, time], float32; a step with 0 leaves the state to the bit, and its output is 0. */
  readonly mask?: Tensor2D | undefined;
  readonly context: Context;
};

/** The outputs of all steps, [batch, time, …], and the state after the last; the caller owns them. */
export type SequenceResult<S extends State, Y extends Tensor = Tensor3D> = {
  readonly outputs: Y;
  readonly state: S;
};
