import { checkNumber } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { incompleteGamma } from '../internal/incomplete-gamma.js';
import type { Tails } from './tails.js';

/**
 * The regularized incomplete gamma functions P(a, x) = γ(a, x) / Γ(a) and Q(a, x) = 1 − P(a, x).
 *
 * @param a a finite number above 0
 * @param x 0 or more, infinity included; of NaN both are NaN
 * @returns P as `lower` and Q as `upper`, each right where it is small
 * @throws ArgumentError when `a` or `x` is out of range
 * @example
 * console.log(regularizedGamma(1, 2).upper, Math.exp(-2)); // the same
 */
export function regularizedGamma(a: number, x: number): Tails {
  checkNumber('regularizedGamma', 'a', a, { above: 0 });
  if (Number.isNaN(x)) return { lower: x, upper: x };
  if (x < 0) {
    throw new ArgumentError({
      where: 'regularizedGamma',
      argument: 'x',
      expected: 'be at least 0',
      received: String(x),
    });
  }
  return incompleteGamma(a, x);
}
