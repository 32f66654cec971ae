import { scalar } from '@tensorflow/tfjs-core';
import type { Clock, ScheduleContext } from './contracts/clock.js';
import { keyTensor } from './key-tensor.js';

/** What the clock of an eager step knows besides the step. */
export type EagerClockOptions = Partial<ScheduleContext> & Pick<Clock, 'joined'>;

/**
 * The clock of one eager step: a schedule is called at once, and its number becomes a tensor.
 *
 * @param step 0 in the first
 * @example
 * const learningRate = eagerClock(10).scalar((step) => 0.1 * 0.99 ** step);
 */
export function eagerClock(step: number, { signals = {}, joined = {} }: EagerClockOptions = {}): Clock {
  return {
    step,
    joined,
    scalar: (schedule) => scalar(schedule(step, { signals }), 'float32'),
    key: (words) => keyTensor(words(step)),
  };
}
