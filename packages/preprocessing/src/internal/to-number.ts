import { ArgumentError, describeValue } from '@neurite/core';
import type { NumberValue } from '../column.js';

/**
 * A value of a column of numbers: NaN where it is missing.
 *
 * @throws ArgumentError when it is no number, or a bigint that no float64 holds
 */
export function toNumber(where: string, value: NumberValue, row: number): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  const number = typeof value === 'bigint' ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ArgumentError({
    where,
    argument: 'values',
    expected: 'be numbers, or bigints from -2⁵³ + 1 to 2⁵³ - 1; NaN, null and undefined are missing',
    received: `${describeValue(value)} in row ${row}`,
  });
}

/** The same where an infinity would make what is learned useless. */
export function toFinite(where: string, value: NumberValue, row: number): number {
  const number = toNumber(where, value, row);
  if (number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY) {
    throw new ArgumentError({
      where,
      argument: 'values',
      expected: 'be finite or missing',
      received: `${number} in row ${row}`,
    });
  }
  return number;
}

/** @throws ArgumentError because every value was missing */
export function nothingLearned(where: string, received = 'missing values only'): ArgumentError {
  return new ArgumentError({
    where,
    argument: 'values',
    expected: 'have at least one that is present and has a weight above 0',
    received,
  });
}
