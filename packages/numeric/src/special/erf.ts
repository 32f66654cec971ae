import { incompleteGamma } from '../internal/incomplete-gamma.js';

/**
 * The error function 2 / √π ∫₀ˣ exp(−t²) dt, odd in `x`; of NaN it is NaN.
 *
 * @example
 * console.log(erf(0.5)); // 0.5204998778130465
 */
export function erf(x: number): number {
  // The first term is all there is, where the square of x would lose its digits.
  if (Math.abs(x) < 1e-8) return (2 / Math.sqrt(Math.PI)) * x;
  return Number.isNaN(x) ? x : Math.sign(x) * incompleteGamma(0.5, x * x).lower;
}

/**
 * 1 − erf(x), with all digits where it is small; of NaN it is NaN.
 *
 * @example
 * console.log(erfc(10)); // 2.088e-45
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const { lower, upper } = incompleteGamma(0.5, x * x);
  return x < 0 ? 1 + lower : upper;
}
