import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { sharesOf } from '../internal/check-counts.js';

export type PopulationStabilityIndexOptions = {
  /** The share that a category without a count gets, so that its logarithm is finite: within (0, 1). Default 1e-4. */
  readonly smallest?: number;
};

/**
 * The population stability index Σ (qᵢ − pᵢ) ln(qᵢ / pᵢ) of two distributions over the same categories or bins, the sum
 * of both Kullback–Leibler divergences. By convention below 0.1 is no shift, and above 0.25 a large one; bins are
 * usually the tenths of the first sample.
 *
 * @param expected counts or probabilities of the categories; they are divided by their sum
 * @param actual those of the other, in the same order
 * @throws ArgumentError when they are not finite and at least 0, all 0, or differ in length
 * @example
 * console.log(populationStabilityIndex([50, 50], [30, 70])); // 0.169
 * @see Lewis, "An introduction to credit scoring", 1994
 */
export function populationStabilityIndex(
  expected: ArrayLike<number>,
  actual: ArrayLike<number>,
  options: PopulationStabilityIndexOptions = {},
): number {
  const { smallest } = resolveOptions('populationStabilityIndex', options, { smallest: 1e-4 });
  checkNumber('populationStabilityIndex', 'smallest', smallest, { above: 0, below: 1 });
  const [p, q] = sharesOf('populationStabilityIndex', { expected, actual }) as readonly [Float64Array, Float64Array]; // one of each
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const [a, b] = [p[i]! || smallest, q[i]! || smallest];
    sum += (b - a) * Math.log(b / a);
  }
  return sum;
}
