import { ArgumentError, describeValue } from '@neurite/core';
import type { ChoiceDimension, Scalar } from './space.js';

/**
 * A hyperparameter that is one of a few values without an order. Numbers with an order are better an `int` or a `float`:
 * what one of them is worth then tells something about its neighbors.
 *
 * @param options one or more different strings, finite numbers, booleans or null
 * @throws ArgumentError when there is none, one is there twice, or one is of another kind
 * @example
 * const activation = choice(['relu', 'gelu', 'tanh']);
 */
export function choice<const T extends Scalar>(options: readonly T[]): ChoiceDimension<T> {
  const isScalar = (value: unknown): boolean =>
    value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!Array.isArray(options) || options.length === 0 || !options.every(isScalar)) {
    throw new ArgumentError({
      where: 'choice',
      argument: 'options',
      expected: 'be a list of strings, finite numbers, booleans or null',
      received: describeValue(options),
    });
  }
  const twice = options.find((option, i) => options.indexOf(option) !== i);
  if (twice !== undefined) {
    throw new ArgumentError({ where: 'choice', problem: `${describeValue(twice)} is among the options twice` });
  }
  return { kind: 'choice', options: [...options] };
}

/**
 * A hyperparameter that is true or false.
 *
 * @example
 * import { boolean } from '@neurite/tuning';
 *
 * const space = { useBias: boolean() };
 */
export function boolean(): ChoiceDimension<boolean> {
  return { kind: 'choice', options: [false, true] };
}
