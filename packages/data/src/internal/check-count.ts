import { ArgumentError } from '@neurite/core';

/** Checks that an argument is an integer of at least `least`. */
export function checkCount(where: string, argument: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    const expected = `be an integer of at least ${least}`;
    throw new ArgumentError({ where, argument, expected, received: String(value) });
  }
}
