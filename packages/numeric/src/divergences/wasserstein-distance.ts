import { resolveOptions } from '@neurite/core/checks';
import { sortedSample } from '../internal/sorted-sample.js';

export type WassersteinDistanceOptions = {
  /** Whether both samples are in ascending order already, so that they need not be copied. Default false. */
  readonly sorted?: boolean;
};

/**
 * The Wasserstein distance (earth mover's) between two samples of numbers, ∫ |F(x) − G(x)| dx of their empirical
 * distribution functions: how far, on average, the numbers of one must be moved to become the other. In the unit of the
 * numbers.
 *
 * @param a the numbers of a sample, finite, at least one; NaN in either sample gives NaN
 * @param b the numbers of the other, as many or not
 * @throws ArgumentError when a sample is empty
 * @example
 * console.log(wassersteinDistance([0, 1, 3], [5, 6, 8])); // 5
 * @see Ramdas, Garcia Trillos and Cuturi, "On Wasserstein two-sample testing and related families of nonparametric
 *   tests", 2017
 */
export function wassersteinDistance(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: WassersteinDistanceOptions = {},
): number {
  const { sorted } = resolveOptions('wassersteinDistance', options, { sorted: false });
  const x = sortedSample(a, { where: 'wassersteinDistance', argument: 'a', sorted });
  const y = sortedSample(b, { where: 'wassersteinDistance', argument: 'b', sorted });
  const [n, m] = [x.length, y.length];
  // NaN sorts to the end.
  if (Number.isNaN(x[n - 1]) || Number.isNaN(y[m - 1])) return Number.NaN;
  let [i, j] = [0, 0];
  let [sum, lost] = [0, 0];
  let last = Math.min(x[0]!, y[0]!);
  while (i < n || j < m) {
    const next = i === n ? y[j]! : j === m ? x[i]! : Math.min(x[i]!, y[j]!);
    // Neumaier's sum: there may be millions of small terms.
    const term = Math.abs(i / n - j / m) * (next - last);
    const larger = sum + term;
    lost += sum >= term ? sum - larger + term : term - larger + sum;
    sum = larger;
    while (i < n && x[i] === next) i++;
    while (j < m && y[j] === next) j++;
    last = next;
  }
  return sum + lost;
}
