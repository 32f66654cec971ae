import { checkChoice, resolveOptions } from '@neurite/core/checks';
import { sortedSample } from '../internal/sorted-sample.js';
import type { TestResult } from './test-result.js';

export type KolmogorovSmirnovOptions = {
  /**
   * How the p-value is computed: `exact` counts the orders in which the samples could have come, in a time of the product
   * of their sizes; `asymptotic` takes the limit for large samples. Default: exact for up to 10,000 numbers each.
   */
  readonly method?: 'exact' | 'asymptotic';
  /** Whether both samples are in ascending order already, so that they need not be copied. Default false. */
  readonly sorted?: boolean;
};

const MOST_EXACT = 10_000;

/**
 * The two-sample test of Kolmogorov and Smirnov, two-sided: do two samples come from the same continuous distribution?
 * The statistic is the largest distance between their empirical distribution functions.
 *
 * @param a the numbers of a sample, in any order, at least one; NaN in either sample gives NaN
 * @param b the numbers of the other
 * @throws ArgumentError when a sample is empty
 * @example
 * const { statistic, pValue } = kolmogorovSmirnov([1, 2, 3, 4], [3, 5, 6, 7]);
 * console.log(statistic, pValue); // 0.75, 0.229
 * @see Hodges, "The significance probability of the Smirnov two-sample test", 1958
 */
export function kolmogorovSmirnov(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: KolmogorovSmirnovOptions = {},
): TestResult {
  const { method: wanted, sorted } = resolveOptions('kolmogorovSmirnov', options, { method: undefined, sorted: false });
  if (wanted !== undefined) checkChoice('kolmogorovSmirnov', 'method', wanted, ['exact', 'asymptotic']);
  const x = sortedSample(a, { where: 'kolmogorovSmirnov', argument: 'a', sorted });
  const y = sortedSample(b, { where: 'kolmogorovSmirnov', argument: 'b', sorted });
  const [n, m] = [x.length, y.length];
  // NaN sorts to the end.
  if (Number.isNaN(x[n - 1]) || Number.isNaN(y[m - 1])) {
    return { statistic: Number.NaN, pValue: Number.NaN };
  }
  const distance = largestDistance(x, y);
  const method = wanted ?? (Math.max(n, m) <= MOST_EXACT ? 'exact' : 'asymptotic');
  const statistic = distance / (n * m);
  const pValue = method === 'exact' ? pathsOutside(n, m, distance) : limit(Math.sqrt((n * m) / (n + m)) * statistic);
  return { statistic, pValue };
}

/** The largest |i / n − j / m| over all numbers, of which i and j are at most as large, times n m: an integer. */
function largestDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const [n, m] = [x.length, y.length];
  let [i, j, largest] = [0, 0, 0];
  while (i < n && j < m) {
    const next = Math.min(x[i]!, y[j]!);
    while (i < n && x[i] === next) i++;
    while (j < m && y[j] === next) j++;
    largest = Math.max(largest, Math.abs(i * m - j * n));
  }
  return largest;
}

/**
 * Of all orders of n and m numbers, the part in which the distance is reached somewhere: of those that begin with i and j
 * numbers, i in i + j have one of the n as the last.
 */
function pathsOutside(n: number, m: number, distance: number): number {
  if (distance === 0) return 1;
  const part = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * m - j * n) >= distance) part[j] = 1;
      else if (i + j > 0) part[j] = (i * part[j]! + (j === 0 ? 0 : j * part[j - 1]!)) / (i + j);
    }
  }
  return part[m]!;
}

/** The probability that the limit distribution of Kolmogorov exceeds x. */
function limit(x: number): number {
  if (x < 1) {
    // Few terms here, where the other series converges slowly.
    let sum = 0;
    for (let k = 1; k < 20; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return x === 0 ? 1 : 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  let sum = 0;
  for (let k = 1; k < 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
