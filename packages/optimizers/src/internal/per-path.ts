import type { PerPath } from '../rule.js';
import { checkNumber, type NumberRule } from './check-number.js';

/**
 * Checks a number now, and what a function says about a path when it is asked.
 *
 * @throws ArgumentError when a number breaks the rule
 */
export function checkedPerPath(where: string, argument: string, value: PerPath, rule: NumberRule): PerPath {
  if (typeof value !== 'function') {
    checkNumber(where, argument, value, rule);
    return value;
  }
  return (path) => {
    const own = value(path);
    checkNumber(where, argument, own, { ...rule, expected: `${rule.expected} for \`${path}\`` });
    return own;
  };
}
