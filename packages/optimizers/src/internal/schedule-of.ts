import { checkNumber, type Schedule } from '@neurite/core';

/**
 * A number as a schedule.
 *
 * @throws ArgumentError when a number is not finite or below 0
 */
export function scheduleOf(where: string, argument: string, value: number | Schedule): Schedule {
  if (typeof value === 'function') return value;
  checkNumber(where, argument, value, { atLeast: 0, or: 'a schedule' });
  return () => value;
}
