import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { compareLosses } from '../internal/compare.js';
import { viewOf } from '../internal/view-of.js';
import type { Terminator } from './terminator.js';

export type StopWithoutImprovementOptions = {
  /** By how much a result must be better to count: at least 0. Default 0. */
  readonly minDelta?: number;
};

/**
 * Ends a search when the best result has not become better for some trials. For studies with one objective.
 *
 * @param trials how many complete ones: at least 1
 * @example
 * const terminators = [stopWithoutImprovement(50)];
 */
export function stopWithoutImprovement(trials: number, options: StopWithoutImprovementOptions = {}): Terminator {
  const name = 'stopWithoutImprovement';
  const { minDelta } = resolveOptions(name, options, { minDelta: 0 });
  checkInteger(name, 'trials', trials, { min: 1 });
  checkNumber(name, 'minDelta', minDelta, { atLeast: 0 });
  return {
    name,
    shouldStop: (study) => {
      const losses = viewOf(name, study).trials.flatMap(({ losses, violation }) =>
        losses === undefined || violation > 0 ? [] : [losses[0]!],
      );
      if (losses.length <= trials) return false;
      const before = losses.slice(0, -trials).toSorted(compareLosses)[0]!;
      return !losses.slice(-trials).some((loss) => loss < before - minDelta);
    },
  };
}
