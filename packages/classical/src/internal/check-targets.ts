import type { LearnOptions } from '@neurite/core';
import { checkInteger, checkOptions, describeValue } from '@neurite/core/checks';
import { ArgumentError, ShapeError } from '@neurite/core/errors';

export type Targets = Float64Array | Float32Array | Int32Array;

/**
 * @returns the number of classes: one more than the largest
 * @throws ShapeError when there is not one class for each row
 * @throws ArgumentError when a target is not the index of a class, an integer of at least 0
 */
export function countClasses(where: string, y: Targets, rows: number): number {
  checkLength(where, 'y', y, rows);
  let classes = 0;
  for (let row = 0; row < rows; row++) {
    const label = y[row]!;
    if (!Number.isInteger(label) || label < 0) {
      const expected = 'be indices of classes, integers of at least 0';
      throw new ArgumentError({ where, argument: 'y', expected, received: `${label} in row ${row}` });
    }
    classes = Math.max(classes, label + 1);
  }
  return classes;
}

/**
 * @throws ShapeError when there is not one value for each row
 * @throws ArgumentError when a value is not finite
 */
export function checkValues(where: string, y: Targets, rows: number): void {
  checkLength(where, 'y', y, rows);
  const wrong = y.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new ArgumentError({
    where,
    argument: 'y',
    expected: 'be finite numbers',
    received: `${y[wrong]} in row ${wrong}`,
  });
}

/**
 * Every `fit` checks its options, also those that it has no use for.
 *
 * @throws ArgumentError when an option is unknown, or the seed is no integer of at least 0
 */
export function checkLearnOptions(
  where: string,
  options: LearnOptions,
  names: readonly (keyof LearnOptions)[] = ['weights', 'seed', 'signal'],
): void {
  checkOptions(where, options, names);
  if (options.seed !== undefined) checkInteger(where, 'seed', options.seed, { min: 0 });
}

/**
 * @returns how much each row counts, 1 each by default
 * @throws ArgumentError when another option is wrong
 * @throws ShapeError when there is not one weight for each row
 * @throws ArgumentError when a weight is negative or not finite, or all are 0
 */
export function rowWeights(where: string, options: LearnOptions, rows: number): Float64Array {
  return givenWeights(where, options, rows) ?? new Float64Array(rows).fill(1);
}

/** The same, but undefined where none are given. */
export function givenWeights(where: string, options: LearnOptions, rows: number): Float64Array | undefined {
  checkLearnOptions(where, options);
  const { weights } = options;
  if (weights === undefined) return undefined;
  checkLength(where, 'weights', weights, rows);
  const own = Float64Array.from(weights);
  const wrong = own.findIndex((weight) => !Number.isFinite(weight) || weight < 0);
  const expected = 'be finite numbers of at least 0, and not all 0';
  if (wrong >= 0) {
    throw new ArgumentError({ where, argument: 'weights', expected, received: `${own[wrong]} in row ${wrong}` });
  }
  if (own.every((weight) => weight === 0)) {
    throw new ArgumentError({ where, argument: 'weights', expected, received: 'nothing but 0' });
  }
  return own;
}

function checkLength(where: string, argument: string, values: ArrayLike<number>, rows: number): void {
  if (typeof values !== 'object' || values === null || typeof values.length !== 'number') {
    const expected = 'be an array with a number for each row';
    throw new ArgumentError({ where, argument, expected, received: describeValue(values) });
  }
  const { length } = values;
  if (length === rows) return;
  throw new ShapeError({
    where,
    argument,
    expected: `have one value for each of ${rows} rows`,
    received: String(length),
  });
}
