import { ArgumentError } from '@neurite/core';
import type { Size2d } from '../image-options.js';

/** @throws ArgumentError unless `value` is an integer of at least 1 */
export function assertPositiveInteger(where: string, argument: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new ArgumentError({ where, argument, expected: 'be an integer of at least 1', received: String(value) });
  }
}

/** @throws ArgumentError unless `value` is a finite number above 0 */
export function assertAboveZero(where: string, argument: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError({ where, argument, expected: 'be a finite number above 0', received: String(value) });
  }
}

/**
 * @returns `[height, width]`
 * @throws ArgumentError unless each is an integer of at least 1
 */
export function toPair(where: string, argument: string, size: Size2d): readonly [number, number] {
  const pair: readonly number[] = typeof size === 'number' ? [size, size] : size;
  if (pair.length !== 2 || !pair.every((value) => Number.isSafeInteger(value) && value >= 1)) {
    throw new ArgumentError({
      where,
      argument,
      expected: 'be an integer of at least 1, or two of them for height and width',
      received: typeof size === 'number' ? String(size) : `[${pair.join(', ')}]`,
    });
  }
  return [pair[0]!, pair[1]!]; // two, as checked
}

/** @throws ArgumentError unless `value` is one of `choices` */
export function assertOneOf(where: string, argument: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    const expected = `be ${choices.map((choice) => `'${choice}'`).join(' or ')}`;
    throw new ArgumentError({ where, argument, expected, received: `'${value}'` });
  }
}
