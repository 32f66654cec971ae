/**
 * Γ, and what is made of it, without large numbers that cancel: each density is that of a Poisson or binomial count, as
 * exp(−deviances) with small corrections to Stirling's formula.
 *
 * @see Loader, "Fast and accurate computation of binomial probabilities", 2000
 */

const LOG_SQRT_2_PI = 0.9189385332046727;

/** The coefficients of 1/x, 1/x³, … in the error of Stirling's formula: B₂ₖ / (2k (2k − 1)). */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
] as const;
/** From here on the series has all digits. */
const LARGE = 16;

/** ln Γ(x + 1) − ((x + ½) ln x − x + ln √2π), for x > 0. */
export function stirlingError(x: number): number {
  let error = 0;
  let n = x;
  // Γ(n + 2) = (n + 1) Γ(n + 1).
  for (; n < LARGE; n++) error += (n + 0.5) * Math.log1p(1 / n) - 1;
  const square = n * n;
  let term = 1 / n;
  for (const coefficient of STIRLING) {
    error += coefficient * term;
    term /= square;
  }
  return error;
}

/** ln Γ(x) by Stirling's formula, for x > 0; its absolute error is small, so not for where it crosses 0. */
export function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + LOG_SQRT_2_PI + stirlingError(x);
}

/** x ln(x / mean) + mean − x, which is at least 0 and small where the two are close. */
function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * x + 0.1 * mean) {
    // Of a mean of 0 and of infinity, no count is expected.
    return x / mean > 0 && x / mean < Number.POSITIVE_INFINITY
      ? x * Math.log(x / mean) + mean - x
      : Number.POSITIVE_INFINITY;
  }
  // With v = (x − mean) / (x + mean): ln(x / mean) = 2 (v + v³/3 + v⁵/5 + …).
  const v = difference / (x + mean);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 3; ; k += 2) {
    term *= v * v;
    const next = sum + term / k;
    if (next === sum) return sum;
    sum = next;
  }
}

/** xᵃ e⁻ˣ / Γ(a + 1): the probability of `a` events where `x` are expected, for a > 0 and x > 0. */
export function poissonMass(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) xᵃ yᵇ with x + y = 1, for a, b, x, y > 0. */
export function binomialMass(a: number, b: number, { x, y }: Point): number {
  const n = a + b;
  const corrections = stirlingError(n) - stirlingError(a) - stirlingError(b);
  const exponent = corrections - deviance(a, n * x) - deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * a * b));
}

/** A point of [0, 1], with the distance to both ends, so that none loses digits next to 1. */
export type Point = { readonly x: number; readonly y: number };
