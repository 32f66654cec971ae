import type { NeuriteError } from '@neurite/core';
import { assert, expect } from 'vitest';

/**
 * Expects `f` to throw, or to reject with, an error of exactly this class that says exactly this.
 *
 * @param message the whole text, word for word
 * @returns the error, for checks of its fields
 * @example
 * await expectError(() => dense(0), ArgumentError, 'dense: `units` must be an integer of at least 1; received 0.');
 */
export async function expectError<E extends Error = NeuriteError>(
  f: () => unknown,
  type: new (...details: never[]) => E,
  message: string,
): Promise<E> {
  let thrown: unknown;
  try {
    await f();
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) assert.fail(`expected a ${type.name}, but nothing was thrown`);
  expect(thrown).toBeInstanceOf(type);
  const error = thrown as E; // checked above
  expect(error.constructor.name).toBe(type.name);
  expect(error.message).toBe(message);
  return error;
}
