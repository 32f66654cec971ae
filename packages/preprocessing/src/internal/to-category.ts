import { ArgumentError, describeValue } from '@neurite/core';
import type { Category } from '../column.js';

/** A category that can be a key and be saved: null stands for all that are missing. */
export type CategoryKey = string | number | boolean | null;

/**
 * A value of a column of categories: null where it is missing.
 *
 * @throws ArgumentError when it is no category, or an integer that may stand for several
 */
export function toCategory(where: string, value: Category, row: number): CategoryKey {
  if (typeof value === 'string') return value === '' ? null : value;
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number') {
    if (Number.isNaN(value)) return null;
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
  }
  throw new ArgumentError({
    where,
    argument: 'values',
    expected: "be strings, booleans or numbers up to 2⁵³ - 1; null, undefined, NaN and '' are missing",
    received: `${describeValue(value)} in row ${row}`,
    advice: 'Make strings of larger integers, from which digits are lost as numbers',
  });
}

const KINDS = ['number', 'string', 'boolean', 'object'];

/** Numbers ascending, then strings by their UTF-16 units, then false and true, the missing one last. */
export function compareCategories(a: CategoryKey, b: CategoryKey): number {
  const kinds = KINDS.indexOf(typeof a) - KINDS.indexOf(typeof b);
  if (kinds !== 0 || a === b || a === null || b === null) return kinds;
  return a < b ? -1 : 1;
}

/** The index of each category. */
export function codesOf(categories: readonly CategoryKey[]): ReadonlyMap<CategoryKey, number> {
  return new Map(categories.map((category, code) => [category, code]));
}

/** @throws ArgumentError because a category was not there when the transformer learned */
export function unseen(where: string, value: CategoryKey, row: number): ArgumentError {
  return new ArgumentError({
    where,
    argument: 'values',
    expected: 'be categories that it has learned',
    received: `${value === null ? 'a missing one' : describeValue(value)} in row ${row}`,
    advice: "`unseen: 'ignore'` or `unseen: 'own'` takes others",
  });
}
