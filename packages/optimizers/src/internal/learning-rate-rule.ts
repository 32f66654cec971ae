import { checkNumber, type Schedule } from '@neurite/core';
import type { PerPath, Rule } from '../rule.js';
import { checkedPerPath } from './per-path.js';

/** What all optimizers take that end with a learning rate. */
export type LearningRateOptions = {
  /** A finite number of at least 0, or a schedule. Default 1e-3. */
  readonly learningRate?: number | Schedule;
  /**
   * What the learning rate is multiplied with, at least 0: a number, or one for each parameter by its path, e.g.
   * `(path) => (path.startsWith('backbone') ? 0.1 : 1)`. Default 1.
   */
  readonly learningRateMultiplier?: PerPath;
};

/** The names of `LearningRateOptions`. */
export const learningRateOptions = ['learningRate', 'learningRateMultiplier'] as const;

/** The rule of `scaleByLearningRate`. */
export function learningRateRule(
  where: string,
  { learningRate = 1e-3, learningRateMultiplier = 1 }: LearningRateOptions,
): Rule<never, 'rate', 'multiplier'> {
  if (typeof learningRate !== 'function') {
    checkNumber(where, 'learningRate', learningRate, { atLeast: 0, or: 'a schedule' });
  }
  const rateOf: Schedule = typeof learningRate === 'function' ? learningRate : () => learningRate;
  return {
    scalars: {
      rate: (step, context) => {
        const rate = rateOf(step, context);
        checkNumber(where, `learningRate(${step})`, rate, { atLeast: 0 });
        return -rate;
      },
    },
    constants: { multiplier: checkedPerPath(where, 'learningRateMultiplier', learningRateMultiplier) },
    step: (e, { gradient, scalars, constants }) => ({
      update: e.mul(e.mul(gradient, constants.multiplier), scalars.rate),
    }),
  };
}
