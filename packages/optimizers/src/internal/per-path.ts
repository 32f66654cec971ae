import { checkNumber } from '@neurite/core';
import type { PerPath } from '../composition/rule.js';

/**
 * Checks that a number is at least 0: now, or where a function gives one for each path, when it is called.
 *
 * @throws ArgumentError
 */
export function checkedPerPath(where: string, argument: string, value: PerPath): PerPath {
  if (typeof value !== 'function') {
    checkNumber(where, argument, value, { atLeast: 0 });
    return value;
  }
  return (path) => {
    const own = value(path);
    checkNumber(where, `${argument}('${path}')`, own, { atLeast: 0 });
    return own;
  };
}

/** The number of a path. */
export function valueAt(value: PerPath, path: string): number {
  return typeof value === 'function' ? value(path) : value;
}
