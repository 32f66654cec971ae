import { ArgumentError } from '@neurite/core';

/** @throws ArgumentError unless a number is finite and above 0 */
export function checkPositive(where: string, argument: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new ArgumentError({ where, argument, expected: 'be a finite number above 0', received: String(value) });
}

/** @throws ArgumentError unless a number is an integer of at least `least` */
export function checkInteger(
  where: string,
  argument: string,
  { value, least }: { value: number; least: number },
): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new ArgumentError({ where, argument, expected: `be an integer of at least ${least}`, received: String(value) });
}

/** @throws ArgumentError unless a number is within [0, 1] or NaN */
export function checkProbability(where: string, value: number): void {
  if (!(value < 0 || value > 1)) return;
  throw new ArgumentError({ where, argument: 'probability', expected: 'be within [0, 1]', received: String(value) });
}
