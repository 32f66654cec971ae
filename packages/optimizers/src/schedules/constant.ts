import { checkNumber } from '@neurite/core';

/**
 * The same value in every step.
 *
 * @param value a finite number of at least 0
 * @returns a schedule: the learning rate of each step from 0
 * @throws ArgumentError when the value is not a finite number of at least 0
 * @example
 * const learningRate = constant(1e-3);
 */
export function constant(value: number): (step: number) => number {
  checkNumber('constant', 'value', value, { atLeast: 0 });
  return () => value;
}
