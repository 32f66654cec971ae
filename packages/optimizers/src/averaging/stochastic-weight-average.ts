import { checkInteger, type Optimizer, resolveOptions } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { averagingRule } from '../internal/averaging-rule.js';

export type StochasticWeightAverageOptions = {
  /** The first step whose weights are averaged: an integer of at least 0. Default 0. */
  readonly from?: number;
  /** Every how many steps the weights are added, e.g. once per epoch: an integer of at least 1. Default 1. */
  readonly every?: number;
};

/**
 * Stochastic weight averaging: keeps the mean of the weights after step `from` and each `every`-th after it, which `fit`
 * validates with and leaves in the model. Before that it is the weights themselves. The last link of a chain; the
 * training goes on as without it, best with a high learning rate to the end.
 *
 * Buffers, such as the statistics of batch normalization, remain those of the last step.
 *
 * The state is `average/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = chain(sgd({ learningRate: 0.05, momentum: 0.9 }), stochasticWeightAverage({ from: 1000, every: 50 }));
 * @see Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization; `AveragedModel` of PyTorch
 */
export function stochasticWeightAverage(options: StochasticWeightAverageOptions = {}): Optimizer {
  const name = 'stochasticWeightAverage';
  const { from, every } = resolveOptions(name, options, { from: 0, every: 1 });
  checkInteger(name, 'from', from, { min: 0 });
  checkInteger(name, 'every', every, { min: 1 });
  return perParameter(
    name,
    averagingRule((step, { age }) => {
      // A parameter that joined later has averages from its own first step on.
      const first = Math.max(from, step - age);
      if (step < first) return 1;
      return (step - first) % every === 0 ? 1 / ((step - first) / every + 1) : 0;
    }),
  );
}
