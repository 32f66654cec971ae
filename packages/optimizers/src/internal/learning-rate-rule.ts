import { checkNumber, type NumberBounds, type Schedule } from '@neurite/core';
import type { PerPath, Rule, RuleContext } from '../composition/rule.js';
import { checkedPerPath } from './per-path.js';

/** What all optimizers take that end with a learning rate. */
export type LearningRateOptions = {
  /** A finite number of at least 0, or a schedule. Default 1e-3, where nothing else is said. */
  readonly learningRate?: number | Schedule;
  /**
   * What the learning rate is multiplied with, at least 0: a number, or one for each parameter by its path, e.g.
   * `(path) => (path.startsWith('backbone') ? 0.1 : 1)`. Default 1.
   */
  readonly learningRateMultiplier?: PerPath;
};

/** The names of `LearningRateOptions`. */
export const learningRateOptions = ['learningRate', 'learningRateMultiplier'] as const;

/**
 * A learning rate as a scalar of a rule.
 *
 * @throws ArgumentError when it is out of bounds: now, or where a schedule gives it, in the step
 */
export function rateScalar(
  where: string,
  learningRate: number | Schedule,
  bounds: NumberBounds = { atLeast: 0 },
): (step: number, context: RuleContext) => number {
  if (typeof learningRate !== 'function') {
    checkNumber(where, 'learningRate', learningRate, { ...bounds, or: 'a schedule' });
    return () => learningRate;
  }
  return (step, context) => {
    const rate = learningRate(step, context);
    checkNumber(where, `learningRate(${step})`, rate, bounds);
    return rate;
  };
}

/** The rule of `scaleByLearningRate`. */
export function learningRateRule(
  where: string,
  { learningRate = 1e-3, learningRateMultiplier = 1 }: LearningRateOptions,
): Rule<never, 'rate', 'multiplier'> {
  const rate = rateScalar(where, learningRate);
  return {
    scalars: { rate: (step, context) => -rate(step, context) },
    constants: { multiplier: checkedPerPath(where, 'learningRateMultiplier', learningRateMultiplier) },
    step: (e, { gradient, scalars, constants }) => ({
      update: e.mul(e.mul(gradient, constants.multiplier), scalars.rate),
    }),
  };
}
