import type { ModuleTree, Optimizer } from '@neurite/core';
import type { Objective } from './gradient-pass.js';
import type { Inspector } from './inspect-step.js';
import { localStep } from './local-step.js';
import type { PartsStep } from './own-step.js';
import type { Replicas } from './replicas.js';
import type { StepOptions } from './run-options.js';
import { sharedStep } from './shared-step.js';
import type { RunStep } from './step-flight.js';

/** How several processes step together. @param alone the step that each takes by itself, where they take the mean at times */
export function stepTogether(
  objective: Objective,
  optimizer: Optimizer,
  {
    model,
    replicas,
    alone,
    inspectors,
  }: {
    readonly model: ModuleTree;
    readonly replicas: Replicas;
    readonly alone: PartsStep;
    readonly inspectors: readonly Inspector[];
  },
): Pick<StepOptions, 'optimizer' | 'share' | 'step'> {
  const share = replicas.shareOf(model);
  const together = sharedStep(objective, optimizer, { replicas, share, inspectors });
  const { averaging } = replicas;
  const apart = averaging && localStep(objective.model, alone, replicas);
  const step: RunStep = (state, ...given) =>
    (apart !== undefined && state.step >= averaging!.warmupSteps ? apart : together)(state, ...given);
  return { optimizer: share.optimizer(optimizer), share, step };
}
