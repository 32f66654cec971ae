import { checkOptions, type Optimizer, type Schedule } from '@neurite/core';
import { perParameter } from '../composition/per-parameter.js';
import { type LearningRateOptions, learningRateRule } from '../internal/learning-rate-rule.js';

export type { LearningRateOptions } from '../internal/learning-rate-rule.js';

/**
 * Turns directions into updates: `−learningRate · gradient`. The last link of a chain of one's own.
 *
 * @param learningRate a finite number of at least 0, or a schedule
 * @returns an optimizer; the caller owns the updates, and the state that `init` and `update` give
 * @throws ArgumentError when an option is unknown or out of its range, and from `update` ArgumentError and ShapeError for
 *   gradients that do not fit
 * @example
 * const optimizer = chain(clipByValue(1), scaleByLearningRate(0.1));
 */
export function scaleByLearningRate(
  learningRate: number | Schedule,
  options: Omit<LearningRateOptions, 'learningRate'> = {},
): Optimizer {
  checkOptions('scaleByLearningRate', options, ['learningRateMultiplier']);
  return perParameter('scaleByLearningRate', learningRateRule('scaleByLearningRate', { ...options, learningRate }));
}
