import type { Distribution } from '../distributions/distribution.js';
import type { Tails } from '../special/tails.js';
import { findQuantile } from './find-quantile.js';
import { incompleteGamma } from './incomplete-gamma.js';
import { makeDistribution } from './make-distribution.js';
import { poissonMass } from './saddle-point.js';

/** A gamma distribution under a name of its own. */
export function gammaFamily(
  name: string,
  { shape, scale }: { readonly shape: number; readonly scale: number },
): Distribution {
  return makeDistribution({
    name,
    from: 0,
    to: Number.POSITIVE_INFINITY,
    density: (x) => gammaDensity(shape, x / scale) / scale,
    tails: (x) => incompleteGamma(shape, x / scale),
    find: (tail, probability) => scale * gammaQuantile(shape, tail, probability),
  });
}

/** The density at x ≥ 0 with scale 1. */
function gammaDensity(shape: number, x: number): number {
  if (shape === 1) return Math.exp(-x);
  if (x === 0) return shape < 1 ? Number.POSITIVE_INFINITY : 0;
  // A mass that is 0 already would stay 0, however small the x that it is divided by.
  return shape > 1 ? poissonMass(shape - 1, x) : (poissonMass(shape, x) * shape) / x;
}

/** The x where a tail has a probability above 0 and below 1, with scale 1. */
export function gammaQuantile(shape: number, tail: keyof Tails, probability: number): number {
  const transformed = {
    tails: (u: number) => incompleteGamma(shape, Math.exp(u)),
    density: (u: number) => poissonMass(shape, Math.exp(u)) * shape,
    start: Math.log(shape),
  };
  return Math.exp(findQuantile(transformed, tail, probability));
}
