import { ArgumentError, type Clock, type Schedule } from '@neurite/core';
import type { Scalar } from '@tensorflow/tfjs-core';

/** @throws ArgumentError when it is neither a schedule nor a finite number of at least 0 */
export function checkLearningRate(where: string, learningRate: number | Schedule): void {
  if (typeof learningRate === 'function' || (Number.isFinite(learningRate) && learningRate >= 0)) return;
  throw new ArgumentError({
    where,
    argument: 'learningRate',
    expected: 'be a finite number of at least 0 or a schedule',
    received: String(learningRate),
  });
}

/** @returns the learning rate of this step, owned by the caller */
export function learningRateAt(learningRate: number | Schedule, clock: Clock): Scalar {
  return clock.scalar(typeof learningRate === 'function' ? learningRate : () => learningRate);
}
