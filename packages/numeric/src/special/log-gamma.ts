import { checkNumber } from '@neurite/core/checks';
import { lnGamma } from '../internal/log-gamma.js';

/**
 * ln Γ(x), right to about 1e-14, relative also next to its zeros at 1 and 2.
 *
 * @param x a finite number above 0
 * @throws ArgumentError when `x` is anything else
 * @example
 * console.log(Math.exp(logGamma(5))); // 24, that is 4!
 */
export function logGamma(x: number): number {
  checkNumber('logGamma', 'x', x, { above: 0 });
  return lnGamma(x);
}
