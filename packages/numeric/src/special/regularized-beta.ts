import { checkNumber } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { incompleteBeta } from '../internal/incomplete-beta.js';
import type { Tails } from './tails.js';

/**
 * The regularized incomplete beta function Iₓ(a, b) = ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt / B(a, b), and 1 − Iₓ(a, b).
 *
 * @param x within [0, 1]; of NaN both are NaN
 * @param parameters.a a finite number above 0
 * @param parameters.b a finite number above 0
 * @returns Iₓ as `lower` and 1 − Iₓ as `upper`, each right where it is small
 * @throws ArgumentError when `x`, `a` or `b` is out of range
 * @example
 * console.log(regularizedBeta(0.25, { a: 1, b: 2 }).lower); // 1 − 0.75² = 0.4375
 */
export function regularizedBeta(x: number, { a, b }: { readonly a: number; readonly b: number }): Tails {
  checkNumber('regularizedBeta', 'a', a, { above: 0 });
  checkNumber('regularizedBeta', 'b', b, { above: 0 });
  if (Number.isNaN(x)) return { lower: x, upper: x };
  if (x < 0 || x > 1) {
    throw new ArgumentError({
      where: 'regularizedBeta',
      argument: 'x',
      expected: 'be within [0, 1]',
      received: String(x),
    });
  }
  return incompleteBeta(a, b, { x, y: 1 - x });
}
