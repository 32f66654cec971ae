import { stirling } from './saddle-point.js';

const EULER = 0.5772156649015329;
/** ζ(k) − 1 for k = 2, 3, …: as many as are needed for |e| ≤ ½. */
const ZETAS: readonly number[] = Array.from({ length: 30 }, (_, i) => zetaMinus1(i + 2));

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  if (x < 0.5) return lnGamma1p(x) - Math.log(x);
  if (x < 1.5) return lnGamma1p(x - 1);
  if (x < 2.5) return aroundTwo(x - 2);
  return stirling(x);
}

/** ln Γ(1 + e) for |e| ≤ ½, with all digits next to 0. */
export function lnGamma1p(e: number): number {
  return aroundTwo(e) - Math.log1p(e);
}

/** ln Γ(2 + e) for |e| ≤ ½, by its Taylor series. */
function aroundTwo(e: number): number {
  let sum = 0;
  for (let k = ZETAS.length + 1; k >= 2; k--) sum = -e * sum + ZETAS[k - 2]! / k;
  return e * (1 - EULER) + e * e * sum;
}

/** By the sum of the first powers and Euler and Maclaurin's formula for the others. */
function zetaMinus1(k: number): number {
  const n = 20;
  const power = n ** -k;
  let sum = power * (n / (k - 1) + 1 / 2 + k / (12 * n) - (k * (k + 1) * (k + 2)) / (720 * n ** 3));
  for (let i = n - 1; i >= 2; i--) sum += i ** -k;
  return sum;
}
