import type { NamedTensors } from '../state-dict.js';
import type { Clock } from './clock.js';

/** What an optimizer answers: the change of each parameter, to be added, and its next state. The caller owns both. */
export type OptimizerStep = { readonly updates: NamedTensors; readonly state: NamedTensors };

/** The same with the changes added: the next parameters and the next state. The caller owns both. */
export type AppliedStep = { readonly parameters: NamedTensors; readonly state: NamedTensors };

/**
 * Pure functions. They never read a tensor's value and dispose nothing that they were given; state is plain named
 * tensors, all new in each step.
 */
export type Optimizer = {
  readonly name: string;
  /** @returns the first state, owned by the caller; `{}` where there is none */
  init(parameters: NamedTensors): NamedTensors;
  /**
   * @param gradients one for each parameter, by the same names
   * @returns tensors of the caller; never one of the inputs itself
   */
  update(gradients: NamedTensors, state: NamedTensors, parameters: NamedTensors, clock: Clock): OptimizerStep;
  /**
   * What `update` and adding give, to the bit, in one pass over the numbers. Optional: a train step does the two without.
   *
   * @returns tensors of the caller; never one of the inputs itself
   */
  apply?(gradients: NamedTensors, state: NamedTensors, parameters: NamedTensors, clock: Clock): AppliedStep;
};
