import { describeValue } from './checks.js';
import { ArgumentError } from './errors.js';
import { Module } from './module.js';

/**
 * Checks that an argument is a blueprint: not the function that makes one, and not a module.
 *
 * @throws ArgumentError
 * @example
 * const twice = (inner: Blueprint) => checkBlueprint('twice', 'inner', inner);
 */
export function checkBlueprint(where: string, argument: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'outputSpec' in value) return;
  throw new ArgumentError({
    where,
    argument,
    expected: 'be a blueprint',
    received: value instanceof Module ? 'a module, which is built already' : describeValue(value),
    advice: typeof value === 'function' ? `Call it first: ${value.name}(), not ${value.name}` : undefined,
  });
}
