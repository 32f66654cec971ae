import { checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { compareLosses } from '../internal/compare.js';
import { lossAt } from '../internal/reports.js';
import { signedRankTest } from '../internal/signed-rank-test.js';
import type { ObservedTrial } from '../samplers/sampler.js';
import type { Pruner } from './pruner.js';

export type WilcoxonOptions = {
  /** A trial is pruned when chance alone would make it look so much worse with less than this probability. Default 0.1. */
  readonly significance?: number;
  /** Steps of which both must have reported before they are compared: at least 2. Default 2. */
  readonly startup?: number;
};

/**
 * Prunes a trial that is worse than the best one beyond chance, where each step is the same small problem for all of them: a
 * fold, a data set, a seed. The differences at the steps that both have are compared by Wilcoxon's signed-rank test.
 *
 * Reports may come in any order of meaning, but their steps rise; the result of a trial is to be the mean of its reports.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const study = await createStudy({ x: float(0, 1) }, { pruner: wilcoxonPruner({ significance: 0.05 }) });
 * @see Wilcoxon, "Individual comparisons by ranking methods", 1945
 */
export function wilcoxonPruner(options: WilcoxonOptions = {}): Pruner {
  const { significance, startup } = resolveOptions('wilcoxonPruner', options, { significance: 0.1, startup: 2 });
  checkNumber('wilcoxonPruner', 'significance', significance, { above: 0, below: 1 });
  checkInteger('wilcoxonPruner', 'startup', startup, { min: 2 });
  return {
    name: 'wilcoxon',
    shouldPrune: ({ trial, others }) => {
      const complete = others.filter(({ state }) => state === 'complete');
      const [best] = complete.sort((a, b) => compareLosses(a.losses![0]!, b.losses![0]!));
      if (best === undefined) return false;
      const differences = trial.reports.flatMap(({ step, loss }) => {
        const other = lossAt(best, step);
        return other === undefined || Number.isNaN(loss - other) ? [] : [loss - other];
      });
      if (differences.length < startup) return false;
      // Chance aside, a trial with the smaller mean so far may be the next best.
      if (meanLoss(trial) <= meanLoss(best)) return false;
      return signedRankTest(differences) < significance;
    },
  };
}

function meanLoss({ reports }: ObservedTrial): number {
  return reports.reduce((sum, { loss }) => sum + loss, 0) / reports.length;
}
