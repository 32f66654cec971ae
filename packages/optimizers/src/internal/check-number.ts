import { ArgumentError } from '@neurite/core';

/** What a number may be, in words and as a test. */
export type NumberRule = { readonly expected: string; readonly holds: (value: number) => boolean };

export const positive: NumberRule = {
  expected: 'be a finite number above 0',
  holds: (value) => Number.isFinite(value) && value > 0,
};

export const notNegative: NumberRule = {
  expected: 'be a finite number of at least 0',
  holds: (value) => Number.isFinite(value) && value >= 0,
};

/** The range of a decay rate: at 1 nothing new would ever count. */
export const rate: NumberRule = {
  expected: 'be a number of at least 0 and below 1',
  holds: (value) => value >= 0 && value < 1,
};

export const wholePositive: NumberRule = {
  expected: 'be a whole number of at least 1',
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
};

/** @throws ArgumentError when the value is no number or breaks the rule */
export function checkNumber(where: string, argument: string, value: number, { expected, holds }: NumberRule): void {
  if (typeof value !== 'number' || !holds(value)) {
    throw new ArgumentError({ where, argument, expected, received: String(value) });
  }
}
