import { checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { normal } from '../distributions/normal.js';

export type AreaUnderRocOptions = {
  /** The probability with which the interval holds the true area: within (0, 1). Default 0.95. */
  readonly confidence?: number;
};

/** An area under a ROC curve, and how sure it is. */
export type AreaUnderRoc = {
  /** The probability that a positive has a higher score than a negative; 0.5 where scores tell nothing. */
  readonly area: number;
  readonly standardError: number;
  /** The lower end of the interval. */
  readonly low: number;
  /** The upper end of the interval. */
  readonly high: number;
  /** Of the two-sided test of Mann and Whitney: do both have the same scores? From the normal limit, with ties. */
  readonly pValue: number;
};

/**
 * The area under the ROC curve of scores, with the variance of DeLong and an interval that is symmetric on the logit
 * scale. Where all pairs are in order, that variance is 0; the interval is then the one of a proportion of 1 among the
 * smaller number of scores (Clopper–Pearson).
 *
 * @param positives the scores of those that should have high ones, in any order, at least one; NaN gives NaN
 * @param negatives the scores of the others
 * @throws ArgumentError when there are no positives or no negatives, or `confidence` is not within (0, 1)
 * @example
 * const { area, low } = areaUnderRoc([0.9, 0.8, 0.4], [0.1, 0.5, 0.3]);
 * console.log(area, low); // 0.889, 0.43
 * @see DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating
 *   characteristic curves", 1988; Sun and Xu, "Fast implementation of DeLong's algorithm", 2014
 */
export function areaUnderRoc(
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
  options: AreaUnderRocOptions = {},
): AreaUnderRoc {
  const { confidence } = resolveOptions('areaUnderRoc', options, { confidence: 0.95 });
  checkNumber('areaUnderRoc', 'confidence', confidence, { above: 0, below: 1 });
  const [n, m] = [positives.length, negatives.length];
  for (const [argument, count] of Object.entries({ positives: n, negatives: m })) {
    if (count > 0) continue;
    throw new ArgumentError({
      where: 'areaUnderRoc',
      argument,
      expected: 'have at least one score',
      received: 'none',
    });
  }
  const all = new Float64Array(n + m);
  all.set(positives);
  all.set(negatives, n);
  if (all.some(Number.isNaN)) {
    return { area: Number.NaN, standardError: Number.NaN, low: Number.NaN, high: Number.NaN, pValue: Number.NaN };
  }
  const { ranks, ties } = midranks(all);
  const [own, others] = [midranks(all.subarray(0, n)).ranks, midranks(all.subarray(n)).ranks];
  // Of each positive the share of negatives below it, of each negative the share of positives above it.
  const above = own.map((rank, i) => (ranks[i]! - rank) / m);
  const below = others.map((rank, i) => 1 - (ranks[n + i]! - rank) / n);
  const area = mean(above);
  const standardError = Math.sqrt(variance(above) / n + variance(below) / m);
  const total = n + m;
  // The variance of the area when all orders are equally likely.
  const spread = (total + 1 - ties / (total * (total - 1))) / (12 * n * m);
  const pValue = spread > 0 ? Math.min(1, 2 * normal().survival(Math.abs(area - 0.5) / Math.sqrt(spread))) : 1;
  return { area, standardError, ...interval(area, standardError, { tail: (1 - confidence) / 2, n, m }), pValue };
}

function interval(
  area: number,
  standardError: number,
  { tail, n, m }: { readonly tail: number; readonly n: number; readonly m: number },
): { readonly low: number; readonly high: number } {
  const least = tail ** (1 / Math.min(n, m));
  if (area === 1) return { low: least, high: 1 };
  if (area === 0) return { low: 0, high: 1 - least };
  const logit = Math.log(area / (1 - area));
  const width = (normal().survivalQuantile(tail) * standardError) / (area * (1 - area));
  return { low: 1 / (1 + Math.exp(width - logit)), high: 1 / (1 + Math.exp(-width - logit)) };
}

/** The rank of each number from 1, equal ones with the mean of theirs, and Σ t³ − t over the sizes t of equal ones. */
function midranks(values: Float64Array): { readonly ranks: Float64Array; readonly ties: number } {
  const order = new Uint32Array(values.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    const size = end - start;
    ties += size ** 3 - size;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return { ranks, ties };
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The unbiased one; 0 of a single value. */
function variance(values: Float64Array): number {
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** 2;
  return values.length > 1 ? sum / (values.length - 1) : 0;
}
