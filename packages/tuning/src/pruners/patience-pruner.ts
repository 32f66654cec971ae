import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { bestUpTo } from '../internal/reports.js';
import type { Pruner } from './pruner.js';

export type PatiencePrunerOptions = {
  /** By how much a report must be better to count: at least 0. Default 0. */
  readonly minDelta?: number;
  /** Asked when the patience is at its end; default: the trial is pruned then. */
  readonly pruner?: Pruner | undefined;
};

/**
 * Prunes a trial that has not become better for some reports, or lets another pruner decide about it. It counts as `earlyStopping`
 * does; Optuna's waits for one more report, and its `min_delta` is by how much a trial may become worse.
 *
 * @param reports how many: at least 1
 * @example
 * const pruner = patiencePruner(3, { pruner: medianPruner() });
 */
export function patiencePruner(reports: number, options: PatiencePrunerOptions = {}): Pruner {
  const { minDelta, pruner } = resolveOptions('patiencePruner', options, { minDelta: 0, pruner: undefined });
  checkInteger('patiencePruner', 'reports', reports, { min: 1 });
  checkNumber('patiencePruner', 'minDelta', minDelta, { atLeast: 0 });
  return {
    name: 'patience',
    shouldPrune: (view) => {
      const all = view.trial.reports;
      if (all.length <= reports) return false;
      const before = bestUpTo(view.trial, all[all.length - 1 - reports]!.step);
      const recent = bestUpTo({ reports: all.slice(-reports) }, Number.POSITIVE_INFINITY);
      // What has only been NaN is no better; what was, and is no longer, is.
      const isBetter = recent < before - minDelta || (Number.isNaN(before) && !Number.isNaN(recent));
      return !isBetter && (pruner?.shouldPrune(view) ?? true);
    },
  };
}
