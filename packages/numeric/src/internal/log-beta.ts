import { lnGamma } from './log-gamma.js';
import { stirlingError } from './saddle-point.js';

/** ln B(a, b) for a, b > 0. */
export function lnBeta(a: number, b: number): number {
  const [small, large] = a < b ? [a, b] : [b, a];
  if (large < 10) return lnGamma(small) + lnGamma(large) - lnGamma(small + large);
  // Γ(large) / Γ(small + large), in which the large parts of Stirling's formula cancel.
  const corrections = stirlingError(large) - stirlingError(small + large);
  const ratio = -(large - 0.5) * Math.log1p(small / large) - small * Math.log(small + large) + small;
  return lnGamma(small) + corrections + ratio;
}
