import { memoryScope, type NamedTensors, type Optimizer, type StepInput, type TrainState } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import {
  meanOf,
  type Objective,
  type Part,
  type PartReport,
  type Pass,
  passOver,
  sumOver,
  weightOver,
} from './gradient-pass.js';
import { updateParameters } from './update-parameters.js';

/** What a step over the parts of a batch leaves; whoever takes it owns all tensors. */
export type StepOutcome = {
  readonly state: TrainState;
  /** One for each part. */
  readonly reports: readonly PartReport[];
  /** What the optimizer got, where they were wanted. */
  readonly gradients?: NamedTensors | undefined;
};

/** A step over the parts of a batch. */
export type PartsStep = (state: TrainState, parts: readonly Part[], input: StepInput) => StepOutcome;

/** The step that `fit` and `createTrainStep` make: forward pass, loss, gradients, update. */
export function ownStep(objective: Objective, optimizer: Optimizer): PartsStep {
  /** Whether the loss has several terms, each with a weight of its own; known after a first look. */
  let hasTerms: boolean | undefined;
  return (state, parts, { clock, random, wantsGradients }) =>
    memoryScope('train step', () => {
      const passAt = (parameters: TrainState['parameters']): Pass => {
        const point = { parameters, buffers: state.buffers };
        const [only] = parts;
        if (only !== undefined && parts.length === 1) return passOver(objective, point, only, random);
        let divisor: Tensor | undefined;
        if (hasTerms !== false) {
          divisor = weightOver(objective, point, parts, { random });
          hasTerms = divisor.rank > 0;
        }
        if (!hasTerms) divisor = undefined;
        return meanOf(sumOver(objective, point, parts, { random, divisor }), divisor);
      };
      const at = optimizer.gradientParameters?.(state.optimizer, state.parameters) ?? state.parameters;
      const { loss, gradients, buffers, reports } = passAt(at);
      const next = updateParameters(optimizer, state, { gradients, loss, clock, evaluate: passAt });
      const after = { ...state, ...next, buffers, step: state.step + 1 };
      return { state: after, reports, ...(wantsGradients && { gradients }) };
    });
}
