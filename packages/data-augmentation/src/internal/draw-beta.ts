import type { RandomStream } from '@neurite/core';

/**
 * One number from the gamma distribution of a shape, with scale 1.
 *
 * @see Marsaglia and Tsang, "A simple method for generating gamma variables", 2000
 */
export function drawGamma(random: RandomStream, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** One number from the beta distribution, 0 to 1. */
export function drawBeta(random: RandomStream, a: number, b: number = a): number {
  const [x, y] = [drawGamma(random, a), drawGamma(random, b)];
  // Both may be 0 where shapes are tiny.
  return x + y === 0 ? Number(random.uniform() < a / (a + b)) : x / (x + y);
}
