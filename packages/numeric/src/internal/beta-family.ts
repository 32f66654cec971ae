import type { Tails } from '../special/tails.js';
import { findQuantile } from './find-quantile.js';
import { incompleteBeta } from './incomplete-beta.js';
import { binomialMass, type Point } from './saddle-point.js';

/** The point whose parts have a given ratio x / y; both keep their digits. */
export function fromOdds(odds: number): Point {
  return { x: 1 / (1 + 1 / odds), y: 1 / (1 + odds) };
}

/** xᵃ yᵇ / B(a, b): the density of the logarithm of the odds. */
export function oddsDensity(a: number, b: number, point: Point): number {
  return point.x === 0 || point.y === 0 ? 0 : binomialMass(a, b, point) * ((a / (a + b)) * b);
}

/** The odds x / y of the beta distribution where a tail has a probability above 0 and below 1. */
export function oddsQuantile(
  { a, b }: { readonly a: number; readonly b: number },
  tail: keyof Tails,
  probability: number,
): number {
  const transformed = {
    tails: (u: number) => incompleteBeta(a, b, fromOdds(Math.exp(u))),
    density: (u: number) => oddsDensity(a, b, fromOdds(Math.exp(u))),
    start: Math.log(a / b),
  };
  return Math.exp(findQuantile(transformed, tail, probability));
}
