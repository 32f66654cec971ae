import { type Callback, resolveOptions, type StepSeconds } from '@neurite/core';
import { checkEvery, type EverySteps } from '../internal/run-events.js';

/** How often the time is told. */
export type TimeMonitorOptions = {
  /** Over how many steps means are taken: an integer of at least 1. Default 50. */
  readonly every?: EverySteps;
};

/**
 * Logs where the time of steps goes, in seconds as the mean over some steps: `time/data`, `time/forward`, `time/backward`,
 * `time/update`, `time/wait`, and `time/other`, which is what is left of the wall time (callbacks, checkpoints, validation).
 *
 * An engine that works beside the program, such as a GPU, is only given its work in the forward and backward pass: its own
 * time is `wait`.
 *
 * @throws ArgumentError for options out of range
 * @example
 * const callbacks = [timeMonitor({ every: { steps: 100 } }), jsonLinesLogger('runs/digits/events.jsonl')];
 */
export function timeMonitor(options: TimeMonitorOptions = {}): Callback {
  const name = 'timeMonitor';
  const { every } = resolveOptions(name, options, { every: { steps: 50 } });
  checkEvery(name, every);
  let sums: Record<keyof StepSeconds, number> = { ...none };
  let steps = 0;
  let since = 0;
  return {
    name,
    trainBegin: () => {
      [sums, steps, since] = [{ ...none }, 0, performance.now()];
    },
    stepEnd: (run, { seconds }) => {
      for (const part of parts) sums[part] += seconds[part];
      if (++steps < every.steps) return;
      const now = performance.now();
      const all = (now - since) / 1000;
      const told = parts.map((part) => [`time/${part}`, sums[part] / steps] as const);
      const other = Math.max(0, all - parts.reduce((sum, part) => sum + sums[part], 0)) / steps;
      run.log({ type: 'scalars', values: { ...Object.fromEntries(told), 'time/other': other } });
      [sums, steps, since] = [{ ...none }, 0, now];
    },
  };
}

const parts = ['data', 'forward', 'backward', 'update', 'wait'] as const satisfies (keyof StepSeconds)[];
const none: Readonly<Record<(typeof parts)[number], number>> = { data: 0, forward: 0, backward: 0, update: 0, wait: 0 };
