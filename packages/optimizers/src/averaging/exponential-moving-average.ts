import { checkNumber, type Optimizer, resolveOptions } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { averagingRule } from '../internal/averaging-rule.js';

export type ExponentialMovingAverageOptions = {
  /** How much of the average stays in each step: at least 0 and below 1. Default 0.999. */
  readonly decay?: number;
  /**
   * Whether the average is short at first, `min(decay, (1 + t) / (10 + t))`, so that the first weights are forgotten.
   * Default false.
   */
  readonly warmup?: boolean;
};

/**
 * Keeps an exponential moving average of the weights, which `fit` validates with and leaves in the model:
 * `a' = decay · a + (1 − decay) · w'`, and w' in the first step. The last link of a chain; the training goes on as without
 * it.
 *
 * The state is `average/<path>` for each parameter.
 *
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients or a state that do not fit
 * @example
 * const optimizer = chain(adamW({ learningRate: 1e-3 }), exponentialMovingAverage({ decay: 0.999 }));
 * @see Polyak and Juditsky 1992, Acceleration of Stochastic Approximation by Averaging; `AveragedModel` of PyTorch with
 *   `get_ema_avg_fn`
 */
export function exponentialMovingAverage(options: ExponentialMovingAverageOptions = {}): Optimizer {
  const name = 'exponentialMovingAverage';
  const { decay, warmup } = resolveOptions(name, options, { decay: 0.999, warmup: false });
  checkNumber(name, 'decay', decay, { atLeast: 0, below: 1 });
  return perParameter(
    name,
    averagingRule((_, { age }) => (age === 0 ? 1 : 1 - (warmup ? Math.min(decay, (1 + age) / (10 + age)) : decay))),
  );
}
