import { checkKind } from './checks.js';
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
  if (value instanceof Module) {
    const received = 'a module, which is built already';
    throw new ArgumentError({ where, argument, expected: 'be a blueprint', received });
  }
  checkKind(where, argument, value, { be: 'a blueprint', member: 'outputSpec' });
}
