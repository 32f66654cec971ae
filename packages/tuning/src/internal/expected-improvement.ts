import { erfc } from '@neurite/numeric';

/** Below this, the two terms have lost their digits against each other. */
const FAR = -30;

/**
 * The logarithm of how much a normally distributed value is expected to be below the best one, with its digits also where that
 * is as good as nothing.
 *
 * @see Ament et al., "Unexpected improvements to expected improvement for Bayesian optimization", 2023
 */
export function logExpectedImprovement(
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
  best: number,
): number {
  const z = (best - mean) / deviation;
  const logDensity = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
  // φ(z) + z Φ(z) is about φ(z) / z² far below.
  if (z < FAR) return Math.log(deviation) + logDensity - 2 * Math.log(-z);
  return Math.log(deviation * (Math.exp(logDensity) + 0.5 * z * erfc(-z / Math.SQRT2)));
}
