import { batchLoss, type GradientOptions, type Loss, type Module } from '@neurite/core';
import type { Objective } from './gradient-pass.js';
import type { Metrics } from './metric-statistics.js';

/** A loss of any kind: what it compares is between data, model and loss, whose types have been checked together. */
export type AnyLoss = Loss<unknown, unknown, unknown>;

type ObjectiveOptions = GradientOptions & { readonly loss: AnyLoss; readonly metrics: Metrics };

/** What a model's step makes small. */
export function modelObjective(
  model: Module<unknown, unknown>,
  { loss, metrics, allowUnused = false, onGradient }: ObjectiveOptions,
): Objective {
  return {
    model,
    metrics,
    gradients: { allowUnused, onGradient },
    evaluate: ({ x, y, weights }, context) => {
      const predictions = model.forward(x, context);
      return { predictions, loss: batchLoss('train step', loss, { predictions, targets: y, weights }) };
    },
  };
}
