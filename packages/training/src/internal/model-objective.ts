import {
  type BatchLoss,
  batchLoss,
  collectPenalties,
  type GradientOptions,
  type Loss,
  type Module,
} from '@neurite/core';
import { add, mul, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import type { Objective } from './gradient-pass.js';
import type { Metrics } from './metric-statistics.js';
import { StepTimer } from './step-timer.js';

/** A loss of any kind: what it compares is between data, model and loss, whose types have been checked together. */
export type AnyLoss = Loss<unknown, unknown, unknown>;

type ObjectiveOptions = GradientOptions & {
  readonly loss: AnyLoss;
  readonly metrics: Metrics;
};

/** What a model's step makes small. */
export function modelObjective(
  model: Module<unknown, unknown>,
  { loss, metrics, allowUnused = false, onGradient }: ObjectiveOptions,
): Objective {
  return {
    model,
    metrics,
    timer: new StepTimer(),
    gradients: { allowUnused, onGradient },
    evaluate: ({ x, y, weights }, context) => {
      const { result: predictions, penalty } = collectPenalties(context, (within) => model.forward(x, within));
      const fit = batchLoss('train step', loss, { predictions, targets: y, weights });
      return { predictions, loss: penalty === undefined ? fit : penalized(fit, penalty) };
    },
  };
}

/** A loss with what the layers added: in full, however many samples the batch has, and shared by the terms of the loss. */
function penalized({ value, terms, weight }: BatchLoss, penalty: Scalar): BatchLoss {
  const share = (of: Tensor): Tensor => mul(of, mul(penalty, 1 / of.size));
  return {
    value: add(value, penalty),
    ...(terms && { terms: { total: add(terms.total, share(terms.weight)), weight: terms.weight } }),
    ...(weight !== undefined && { weight }),
  };
}
