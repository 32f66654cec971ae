import { ArgumentError, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import type { Pruner } from './pruner.js';

export type ThresholdOptions = {
  /** What is reported must not be below this, in terms of what the study minimizes. Default: no bound. */
  readonly lower?: number | undefined;
  /** It must not be above this. Default: no bound. */
  readonly upper?: number | undefined;
  /** Steps before which nothing is pruned: at least 0. Default 0. */
  readonly warmup?: number;
};

/**
 * Prunes a trial whose report is out of bounds, or NaN. A study that maximizes is seen with its sign turned: `upper: -0.5`
 * prunes below an accuracy of 0.5.
 *
 * @throws ArgumentError without a bound
 * @example
 * const pruner = thresholdPruner({ upper: 10, warmup: 2 });
 */
export function thresholdPruner(options: ThresholdOptions): Pruner {
  const { lower, upper, warmup } = resolveOptions('thresholdPruner', options, {
    lower: undefined,
    upper: undefined,
    warmup: 0,
  });
  if (lower === undefined && upper === undefined) {
    throw new ArgumentError({ where: 'thresholdPruner', problem: 'it needs `lower` or `upper`' });
  }
  if (lower !== undefined) checkNumber('thresholdPruner', 'lower', lower);
  if (upper !== undefined)
    checkNumber('thresholdPruner', 'upper', upper, lower === undefined ? {} : { atLeast: lower });
  checkInteger('thresholdPruner', 'warmup', warmup, { min: 0 });
  return {
    name: 'threshold',
    shouldPrune: ({ trial }) => {
      const { step, loss } = trial.reports.at(-1)!; // it has just reported
      if (step < warmup) return false;
      return (
        Number.isNaN(loss) || loss < (lower ?? Number.NEGATIVE_INFINITY) || loss > (upper ?? Number.POSITIVE_INFINITY)
      );
    },
  };
}
