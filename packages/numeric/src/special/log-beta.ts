import { checkNumber } from '@neurite/core/checks';
import { lnBeta } from '../internal/log-beta.js';

/**
 * ln B(a, b) = ln (Γ(a) Γ(b) / Γ(a + b)), right to about 1e-14 also where a or b is large.
 *
 * @param a a finite number above 0
 * @param b a finite number above 0
 * @throws ArgumentError when one is anything else
 * @example
 * console.log(Math.exp(-logBeta(2, 3))); // 12
 */
export function logBeta(a: number, b: number): number {
  checkNumber('logBeta', 'a', a, { above: 0 });
  checkNumber('logBeta', 'b', b, { above: 0 });
  return lnBeta(a, b);
}
