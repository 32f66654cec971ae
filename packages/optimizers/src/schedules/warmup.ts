import { checkInteger, checkNumber, resolveOptions, type Schedule } from '@neurite/core';
import { scheduleOf } from '../internal/schedule-of.js';

export type WarmupOptions = {
  /** How many steps warm up: an integer of at least 1. */
  readonly steps: number;
  /** Which part of the value the first step has: from 0 to 1. Default `1 / (steps + 1)`. */
  readonly from?: number;
};

/**
 * A straight line up to the first value of any schedule, which begins then: while `step < steps`,
 * `schedule(0) · (from + (1 − from) · step / steps)`, and `schedule(step − steps)` from there on.
 *
 * @param schedule a finite number of at least 0, or a schedule
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const learningRate = warmup(cosineDecay({ initial: 0.1, steps: 900 }), { steps: 100 });
 * learningRate(100, { signals: {} }); // 0.1
 * @see Goyal et al. 2017, Accurate, Large Minibatch SGD, section 2.2
 */
export function warmup(schedule: number | Schedule, options: WarmupOptions): Schedule {
  const { steps, from } = resolveOptions('warmup', options, { steps: undefined, from: undefined });
  const after = scheduleOf('warmup', 'schedule', schedule);
  checkInteger('warmup', 'steps', steps, { min: 1 });
  const first = from === undefined ? 1 / (steps + 1) : from;
  checkNumber('warmup', 'from', first, { atLeast: 0, atMost: 1 });
  return (step, context) =>
    step < steps ? after(0, context) * (first + ((1 - first) * step) / steps) : after(step - steps, context);
}
