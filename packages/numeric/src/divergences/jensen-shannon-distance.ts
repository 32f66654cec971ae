import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { sharesOf } from '../internal/check-counts.js';

export type JensenShannonDistanceOptions = {
  /** The base of the logarithm, above 1. With 2 the distance is within [0, 1]. Default e: within [0, √ln 2]. */
  readonly base?: number;
};

/**
 * The Jensen–Shannon distance of two distributions over the same categories: √((KL(p ‖ m) + KL(q ‖ m)) / 2) with
 * m = (p + q) / 2. It is a metric, and finite where a category occurs in one of them only.
 *
 * @param p counts or probabilities of the categories; they are divided by their sum
 * @param q those of the other, in the same order
 * @throws ArgumentError when they are not finite and at least 0, all 0, or differ in length
 * @example
 * console.log(jensenShannonDistance([30, 70], [50, 50])); // 0.144
 * @see Endres and Schindelin, "A new metric for probability distributions", 2003
 */
export function jensenShannonDistance(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  options: JensenShannonDistanceOptions = {},
): number {
  const { base } = resolveOptions('jensenShannonDistance', options, { base: Math.E });
  checkNumber('jensenShannonDistance', 'base', base, { above: 1 });
  const [a, b] = sharesOf('jensenShannonDistance', { p, q }) as readonly [Float64Array, Float64Array]; // one of each
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const middle = (a[i]! + b[i]!) / 2;
    if (a[i]! > 0) sum += a[i]! * Math.log(a[i]! / middle);
    if (b[i]! > 0) sum += b[i]! * Math.log(b[i]! / middle);
  }
  // Rounding can leave a negative number of equal distributions.
  return Math.sqrt(Math.max(0, sum) / 2 / Math.log(base));
}
