import { ArgumentError, checkOptions, describeValue, type Schedule } from '@neurite/core';
import { scheduleOf } from '../internal/schedule-of.js';

export type OnPlateauOptions = {
  /** The name of the signal, where several callbacks set one. Default `plateau`. */
  readonly signal?: string;
};

/**
 * A schedule times the factor that the callback `plateau` of `@neurite/training` sets where a loss or a metric has stopped
 * improving; 1 until it has. As PyTorch's and Keras's `ReduceLROnPlateau`.
 *
 * @param schedule a finite number of at least 0, or a schedule
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when an argument or option is out of its range, or an option is unknown
 * @example
 * const optimizer = adam({ learningRate: onPlateau(1e-3) });
 */
export function onPlateau(schedule: number | Schedule, options: OnPlateauOptions = {}): Schedule {
  checkOptions('onPlateau', options, ['signal']);
  const { signal = 'plateau' } = options;
  if (typeof signal !== 'string') {
    const received = describeValue(signal);
    throw new ArgumentError({ where: 'onPlateau', argument: 'signal', expected: 'be the name of a signal', received });
  }
  const rate = scheduleOf('onPlateau', 'schedule', schedule);
  return (step, context) => rate(step, context) * (context.signals[signal] ?? 1);
}
