import type { Scalar } from '@tensorflow/tfjs-core';
import type { RandomKeys } from '../random-keys.js';
import type { NamedTensors } from '../state-dict.js';
import type { Batch, TensorTree } from './batch.js';
import type { Clock } from './clock.js';
import type { LossTerms } from './loss.js';

/** Everything that a train step changes. */
export type TrainState = {
  /** The values of the trainable parameters by path. */
  readonly parameters: NamedTensors;
  /** The values that modules keep, such as running means, by path. */
  readonly buffers: NamedTensors;
  /** The optimizer's own tensors, by its own names. */
  readonly optimizer: NamedTensors;
  /** The number of finished steps: what schedules and the step's random keys depend on. */
  readonly step: number;
  /** The step in which a parameter became trainable, for those that did so later than in the first. */
  readonly joined?: Readonly<Record<string, number>>;
};

/** What a step may read besides state and batch. */
export type StepInput = {
  readonly clock: Clock;
  /** The keys of this step. */
  readonly random: RandomKeys;
  /** Whether the step is to return its gradients too, because a callback inspects them. Default false. */
  readonly wantsGradients?: boolean | undefined;
};

/** What a step returns; the caller owns all of its tensors. */
export type TrainStepResult = {
  /** The next state. Shares no tensor with the one that the step was given. */
  readonly state: TrainState;
  /** The mean loss of the batch under the parameters that the step was given. */
  readonly loss: Scalar;
  /** The terms of the loss, where it has some: what means over batches are made of. */
  readonly terms?: LossTerms | undefined;
  /** How much the loss counts in means over batches, where there are no terms. Default: the number of samples. */
  readonly weight?: number | undefined;
  /** For each metric, the statistics of this batch. */
  readonly metrics: Readonly<Record<string, NamedTensors>>;
  /** What the optimizer got, by the paths of the parameters. Only where `wantsGradients` asks for them. */
  readonly gradients?: NamedTensors | undefined;
};

// A method, whose parameters are bivariant: a step over matrices is a step over tensors.
interface TrainStepMethod<X, Y, W> {
  step(state: TrainState, batch: Batch<X, Y, W>, input: StepInput): TrainStepResult;
}

/**
 * One step of training, as a pure function of state, batch, random keys and clock. It never reads a tensor's value,
 * changes none of its inputs and disposes none of them.
 */
export type TrainStep<X = TensorTree, Y = TensorTree, W = TensorTree> = TrainStepMethod<X, Y, W>['step'];
