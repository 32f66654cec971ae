import { checkNumber } from '@neurite/core/checks';
import { fromOdds, oddsDensity, oddsQuantile } from '../internal/beta-family.js';
import { incompleteBeta } from '../internal/incomplete-beta.js';
import { makeDistribution } from '../internal/make-distribution.js';
import type { Distribution } from './distribution.js';

/**
 * The beta distribution on [0, 1], of density xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b).
 *
 * @param parameters.a above 0
 * @param parameters.b above 0
 * @throws ArgumentError when `a` or `b` is not a finite number above 0
 * @example
 * console.log(beta({ a: 2, b: 2 }).cdf(0.25)); // 0.15625
 */
export function beta({ a, b }: { readonly a: number; readonly b: number }): Distribution {
  checkNumber('beta', 'a', a, { above: 0 });
  checkNumber('beta', 'b', b, { above: 0 });
  return makeDistribution({
    name: 'beta',
    from: 0,
    to: 1,
    density: (x) => {
      if (x === 0) return atEnd(a, b);
      if (x === 1) return atEnd(b, a);
      return oddsDensity(a, b, { x, y: 1 - x }) / (x * (1 - x));
    },
    tails: (x) => incompleteBeta(a, b, { x, y: 1 - x }),
    find: (tail, probability) => fromOdds(oddsQuantile({ a, b }, tail, probability)).x,
  });
}

/** The density where the factor of `near` is 0 to some power. */
function atEnd(near: number, far: number): number {
  return near < 1 ? Number.POSITIVE_INFINITY : near === 1 ? far : 0;
}
