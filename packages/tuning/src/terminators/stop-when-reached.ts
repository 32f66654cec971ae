import { checkNumber } from '@neurite/core';
import type { Terminator } from './terminator.js';

/**
 * Ends a search when a result is as good as wanted. For studies with one objective.
 *
 * @param result at most this where the study minimizes, at least this where it maximizes
 * @example
 * const terminators = [stopWhenReached(0.99)];
 */
export function stopWhenReached(result: number): Terminator {
  checkNumber('stopWhenReached', 'result', result);
  return {
    name: 'stopWhenReached',
    shouldStop: ({ best, objectives }) => {
      const found = best?.result as number | undefined; // of one objective
      if (found === undefined) return false;
      return objectives === 'maximize' ? found >= result : found <= result;
    },
  };
}
