import { ArgumentError, type Callback, checkChoice, checkKind, resolveOptions } from '@neurite/core';
import type { RunningTrial } from '../study/trial.js';

export type TrialPruningOptions = {
  /** What is reported: `loss`, a metric's name, or one of these after `validation.`. Default 'validation.loss'. */
  readonly monitor?: string;
};

/**
 * A callback of `fit` that reports each epoch to a trial, and ends the run when the pruner ends the trial, or when the search has
 * been stopped. Step k is epoch k, from 1. Whatever the objective returns then, the trial counts as pruned.
 *
 * A run that is resumed reports the epochs that are new.
 *
 * @param trial the one that `fit` runs for
 * @throws ArgumentError for what is no trial, and when training begins, for a name that is not reported
 * @example
 * const callbacksOf = (trial: RunningTrial) => [trialPruning(trial, { monitor: 'validation.accuracy' })];
 */
export function trialPruning(trial: RunningTrial<unknown>, options: TrialPruningOptions = {}): Callback {
  const where = 'trialPruning';
  const { monitor } = resolveOptions(where, options, { monitor: 'validation.loss' });
  checkKind(where, 'trial', trial, { be: 'a running trial', member: 'report' });
  return {
    name: where,
    trainBegin: (run) => {
      const isMissing = monitor.startsWith('validation.') && !run.monitors.includes('validation.loss');
      checkChoice(where, 'monitor', monitor, run.monitors, {
        advice: isMissing ? 'Pass `validation` to fit' : undefined,
      });
    },
    stepEnd: (run) => {
      if (trial.signal.aborted) run.stop('the search was stopped');
    },
    epochEnd: async (run, record) => {
      const [part, name] = monitor.startsWith('validation.')
        ? [record.validation, monitor.slice('validation.'.length)]
        : [record, monitor];
      const value = name === 'loss' ? part?.loss : part?.metrics[name];
      if (typeof value !== 'number') {
        const expected = 'name a metric whose value is a number';
        throw new ArgumentError({
          where,
          argument: 'monitor',
          expected,
          received: `${monitor}, whose value is ${Array.isArray(value) ? 'a table' : typeof value}`,
        });
      }
      if (await trial.report(record.epoch, value)) run.stop(`the trial was pruned after epoch ${record.epoch}`);
    },
  };
}
