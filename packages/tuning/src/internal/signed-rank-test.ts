import { normalBelow } from './normal.js';

/** Up to so many differences all signs are counted out; beyond, sums of ranks are as good as normal. */
const EXACT = 50;

/**
 * Wilcoxon's signed-rank test of whether differences tend to be above 0. Differences of 0 are left out.
 *
 * @returns the probability that chance makes them at least so large
 */
export function signedRankTest(differences: readonly number[]): number {
  const sorted = differences.filter((value) => value !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
  const count = sorted.length;
  if (count === 0) return 1;
  const ranks = new Float64Array(count);
  let ties = 0;
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && Math.abs(sorted[to]!) === Math.abs(sorted[from]!)) to++;
    ranks.fill((from + 1 + to) / 2, from, to);
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const statistic = ranks.reduce((sum, rank, i) => sum + (sorted[i]! > 0 ? rank : 0), 0);
  if (ties === 0 && count <= EXACT) return exactTail(count, statistic);
  const mean = (count * (count + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48;
  return 1 - normalBelow((statistic - mean - 0.5) / Math.sqrt(variance));
}

/** How many of the 2ⁿ ways to choose signs give at least this sum of ranks. */
function exactTail(count: number, statistic: number): number {
  const largest = (count * (count + 1)) / 2;
  const ways = new Float64Array(largest + 1);
  ways[0] = 1;
  for (let rank = 1; rank <= count; rank++) {
    for (let sum = largest; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!;
  }
  return ways.subarray(statistic).reduce((sum, way) => sum + way, 0) / 2 ** count;
}
