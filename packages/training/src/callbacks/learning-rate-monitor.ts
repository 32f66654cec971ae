import { type Callback, resolveOptions, type Schedule } from '@neurite/core';
import { checkEvery, type EverySteps, isDue } from '../internal/run-events.js';

/** How often, and under which name. */
export type LearningRateMonitorOptions = {
  /** After every how many steps: an integer of at least 1. Default 1. */
  readonly every?: EverySteps;
  /** Of the number, where there are several schedules. Default `learningRate`. */
  readonly label?: string;
};

/**
 * Logs the learning rate of the next step, as Lightning's `LearningRateMonitor`.
 *
 * @param schedule the one that the optimizer was given
 * @throws ArgumentError for options out of range
 * @example
 * const schedule: Schedule = (step) => 1e-3 / (1 + 0.01 * step);
 * const callbacks = [learningRateMonitor(schedule)];
 */
export function learningRateMonitor(schedule: Schedule, options: LearningRateMonitorOptions = {}): Callback {
  const name = 'learningRateMonitor';
  const { every, label } = resolveOptions(name, options, { every: { steps: 1 }, label: 'learningRate' });
  checkEvery(name, every);
  return {
    name: `${name} ${label}`,
    stepEnd: (run) => {
      if (!isDue(run, every)) return;
      run.log({ type: 'scalars', values: { [label]: schedule(run.step, { signals: run.signals }) } });
    },
  };
}
