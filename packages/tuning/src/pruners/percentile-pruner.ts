import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { bestUpTo, lossAt } from '../internal/reports.js';
import type { Pruner } from './pruner.js';

export type PercentileOptions = {
  /** Complete trials before anything is pruned: at least 1. Default 5. */
  readonly startup?: number;
  /** Steps of each trial before which it is not pruned: at least 0. Default 0. */
  readonly warmup?: number;
  /** After `warmup`, only the first report of every so many steps is looked at: at least 1. Default 1. */
  readonly every?: number;
};

/**
 * Prunes a trial whose best report so far is worse than what most complete trials had reported at the same step.
 *
 * @param percent how many of a hundred are good enough: above 0, at most 100; 25 keeps the best quarter
 * @example
 * const study = await createStudy({ x: float(0, 1) }, { pruner: percentilePruner(25, { warmup: 3 }) });
 * @see Golovin et al., "Google Vizier", 2017, for the median
 */
export function percentilePruner(percent: number, options: PercentileOptions = {}): Pruner {
  return makePercentilePruner('percentilePruner', percent, options);
}

/**
 * Prunes a trial whose best report so far is worse than the median of what complete trials had reported at the same step.
 *
 * @example
 * const study = await createStudy({ x: float(0, 1) }, { pruner: medianPruner() });
 * @see Golovin et al., "Google Vizier: a service for black-box optimization", 2017
 */
export function medianPruner(options: PercentileOptions = {}): Pruner {
  return makePercentilePruner('medianPruner', 50, options);
}

function makePercentilePruner(name: string, percent: number, options: PercentileOptions): Pruner {
  const { startup, warmup, every } = resolveOptions(name, options, { startup: 5, warmup: 0, every: 1 });
  checkNumber(name, 'percent', percent, { above: 0, atMost: 100 });
  checkInteger(name, 'startup', startup, { min: 1 });
  checkInteger(name, 'warmup', warmup, { min: 0 });
  checkInteger(name, 'every', every, { min: 1 });
  return {
    name,
    shouldPrune: ({ trial, others }) => {
      const { step } = trial.reports.at(-1)!; // it has just reported
      const before = trial.reports.at(-2)?.step ?? -1;
      const due = warmup + Math.floor((step - warmup) / every) * every;
      if (step < warmup || before >= due) return false;
      const complete = others.filter(({ state }) => state === 'complete');
      const losses = complete.flatMap((other) => lossAt(other, step) ?? []).filter((loss) => !Number.isNaN(loss));
      if (complete.length < startup || losses.length === 0) return false;
      const best = bestUpTo(trial, step);
      // NaN is no better than anything.
      return !(best <= percentile(losses, percent));
    },
  };
}

/** Interpolated between its two neighbors. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (percent / 100) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return below === above ? below : below + (above - below) * (at - Math.floor(at));
}
