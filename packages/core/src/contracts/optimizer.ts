import type { Scalar } from '@tensorflow/tfjs-core';
import type { NamedTensors } from '../state-dict.js';
import type { Clock } from './clock.js';

/** What an optimizer returns: the change of each parameter, to be added, and its next state. The caller owns both. */
export type OptimizerStep = { readonly updates: NamedTensors; readonly state: NamedTensors };

/** The same with the changes added: the next parameters and the next state. The caller owns both. */
export type AppliedStep = { readonly parameters: NamedTensors; readonly state: NamedTensors };

/** Loss and gradients at other parameters, for the same batch and keys; the caller owns them. */
export type Evaluate = (parameters: NamedTensors) => { readonly loss: Scalar; readonly gradients: NamedTensors };

/** What an optimizer may read besides the gradients. Nothing of it is changed or disposed. */
export type OptimizerInput = {
  /** What the step before left, or `init`. */
  readonly state: NamedTensors;
  /** The trainable parameters, by the names of the gradients. */
  readonly parameters: NamedTensors;
  readonly clock: Clock;
  /** The loss whose gradients these are. */
  readonly loss: Scalar;
  /** Takes loss and gradients at other parameters; buffers stay those of the first pass. */
  readonly evaluate: Evaluate;
};

/**
 * Pure functions. They never read a tensor's value and dispose nothing that they were given; state is plain named
 * tensors, all new in each step, and finite: `fit` throws where a number in it is not.
 */
export interface Optimizer {
  readonly name: string;
  /**
   * Whether the update of a parameter depends on the gradients of others, as where their common norm is clipped: then the
   * state cannot be divided among processes. Default false.
   */
  readonly isJoint?: boolean;
  /**
   * @param parameters those that state is wanted for: all, or those that have joined
   * @returns the first state, owned by the caller; `{}` where there is none
   */
  init(parameters: NamedTensors): NamedTensors;
  /**
   * @param gradients one for each parameter, by the same names
   * @returns tensors of the caller; never one of the inputs itself
   */
  update(gradients: NamedTensors, input: OptimizerInput): OptimizerStep;
  /**
   * The bits of `update` followed by addition, in one pass over the elements. Optional: a train step does the two without.
   *
   * @returns tensors of the caller; never one of the inputs itself
   */
  apply?(gradients: NamedTensors, input: OptimizerInput): AppliedStep;
  /**
   * The weights to evaluate, predict and save with, where they are not those that are trained: moving averages,
   * schedule-free. At most one link of a chain has this.
   *
   * @returns tensors of the caller
   */
  evaluationParameters?(state: NamedTensors, parameters: NamedTensors): NamedTensors;
  /**
   * The weights at which the next gradient is taken, where they are not the parameters. At most one link of a chain has
   * this.
   *
   * @returns tensors of the caller
   */
  gradientParameters?(state: NamedTensors, parameters: NamedTensors): NamedTensors;
}
