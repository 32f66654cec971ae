import { NumericError } from '@neurite/core/errors';
import type { Tails } from '../special/tails.js';
import { lnGamma, lnGamma1p } from './log-gamma.js';
import { poissonMass } from './saddle-point.js';

/** Next to a mean of 1e12, a million terms are needed. */
const MOST_TERMS = 1e7;

/** P(a, x) and Q(a, x) for a > 0 and 0 ≤ x ≤ ∞. */
export function incompleteGamma(a: number, x: number): Tails {
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  if (a < 1 && x < 1.5) return smallShape(a, x);
  if (x < a + 1) {
    const lower = poissonMass(a, x) * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const mass = poissonMass(a, x);
  const upper = mass === 0 ? 0 : mass * a * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** 1 + x / (a + 1) + x² / ((a + 1) (a + 2)) + … */
function series(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < MOST_TERMS; k++) {
    term *= x / (a + k);
    const next = sum + term;
    if (next === sum) return sum;
    sum = next;
  }
  throw tooLarge();
}

/** Γ(a, x) eˣ x⁻ᵃ by Legendre's continued fraction. */
function continuedFraction(a: number, x: number): number {
  return lentz(x + 1 - a, (k) => ({ numerator: k * (a - k), denominator: x + 2 * k + 1 - a }));
}

/**
 * With xᵃ / Γ(a + 1) = 1 + u: Q = −u − (1 + u) a Σ (−x)ᵏ / ((a + k) k!), where 1 − P would lose what is left of a small
 * Q.
 */
function smallShape(a: number, x: number): Tails {
  let sum = 0;
  let power = 1;
  for (let k = 1; ; k++) {
    power *= -x / k;
    const next = sum + power / (a + k);
    if (next === sum) break;
    sum = next;
  }
  const exponent = a * Math.log(x) - (a < 0.5 ? lnGamma1p(a) : lnGamma(a + 1));
  return {
    lower: Math.exp(exponent) * (1 + a * sum),
    upper: -Math.expm1(exponent) - Math.exp(exponent) * a * sum,
  };
}

/**
 * 1 / (first + n₁ / (d₁ + n₂ / (d₂ + …))), by Lentz's method.
 *
 * @param next the k-th numerator and denominator
 */
export function lentz(
  first: number,
  next: (k: number) => { readonly numerator: number; readonly denominator: number },
): number {
  const tiny = 1e-300;
  let value = first === 0 ? tiny : first;
  let c = value;
  let d = 0;
  for (let k = 1; k < MOST_TERMS; k++) {
    const { numerator, denominator } = next(k);
    d = denominator + numerator * d;
    c = denominator + numerator / c;
    d = 1 / (d === 0 ? tiny : d);
    if (c === 0) c = tiny;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 2 ** -52) return 1 / value;
  }
  throw tooLarge();
}

function tooLarge(): NumericError {
  return new NumericError({
    where: 'numeric',
    problem: `a tail takes more than ${MOST_TERMS} terms: a parameter is too large`,
  });
}
