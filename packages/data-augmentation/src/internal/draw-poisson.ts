import type { RandomStream } from '@neurite/core';

/**
 * One number from the Poisson distribution: by products of uniform numbers below a mean of 10, by transformed rejection
 * above.
 *
 * @see Hörmann, "The transformed rejection method for generating Poisson random variables", 1993
 */
export function drawPoisson(random: RandomStream, mean: number): number {
  if (mean <= 0) return 0;
  if (mean < 10) {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
    return count;
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const scale = 1.1239 + 1.1328 / (b - 3.4);
  const acceptance = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = 1 - random.uniform();
    const spread = 0.5 - Math.abs(u);
    if (spread <= 0) continue;
    const count = Math.floor(((2 * a) / spread + b) * u + mean + 0.43);
    if (spread >= 0.07 && v <= acceptance) return count;
    if (count < 0 || (spread < 0.013 && v > spread)) continue;
    const left = Math.log((v * scale) / (a / spread ** 2 + b));
    if (left <= count * Math.log(mean) - mean - logFactorial(count)) return count;
  }
}

/** Stirling's series, exact to 1e-7 from 10 on; products below. */
function logFactorial(count: number): number {
  if (count < 10) {
    let product = 1;
    for (let factor = 2; factor <= count; factor++) product *= factor;
    return Math.log(product);
  }
  const n = count + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
