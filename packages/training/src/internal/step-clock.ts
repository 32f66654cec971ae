import type { Clock } from '@neurite/core';
import { scalar } from '@tensorflow/tfjs-core';

/** The clock of one eager step: a schedule is called at once, and its number becomes a tensor. */
export function stepClock(step: number): Clock {
  return { step, scalar: (schedule) => scalar(schedule(step), 'float32') };
}
