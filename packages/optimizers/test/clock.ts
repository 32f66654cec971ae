import type { Clock } from '@neurite/core';
import { scalar } from '@tensorflow/tfjs-core';

/** The clock of an eager step. */
export function clockAt(step: number): Clock {
  return { step, scalar: (schedule) => scalar(schedule(step), 'float32') };
}
