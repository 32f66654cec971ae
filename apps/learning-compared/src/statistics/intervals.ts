import { proportionInterval, studentT } from '@neurite/numeric';

/** A number, and between which bounds the true one lies with a probability of 95 %. */
export type Interval = { readonly mean: number; readonly lower: number; readonly upper: number };

const LEVEL = 0.95;

/**
 * The mean of several runs, with the interval of Student's t distribution; a single run has no interval, and infinite bounds.
 *
 * @param values at least one
 * @param resolution how far apart two values are at least that are not equal: runs that agree by chance are not believed to
 *   agree any better than that. Default 0
 */
export function meanInterval(values: readonly number[], resolution = 0): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  const seen = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  // That of an error that is evenly distributed between two values.
  const variance = Math.max(seen, resolution ** 2 / 12);
  const half = studentT(count - 1).quantile((1 + LEVEL) / 2) * Math.sqrt(variance / count);
  return { mean, lower: mean - half, upper: mean + half };
}

/** A share of samples, with the interval of Clopper and Pearson. */
export function shareInterval(right: number, count: number): Interval {
  const { proportion, low, high } = proportionInterval(right, count);
  return { mean: proportion, lower: low, upper: high };
}

/** What an interval of a difference says: the first is larger, the second is, or neither within the interval. */
export type Verdict = 'first' | 'second' | 'neither';

export function verdictOf({ lower, upper }: Interval): Verdict {
  if (lower > 0) return 'first';
  return upper < 0 ? 'second' : 'neither';
}

/** Which of two numbers is larger, if their intervals do not overlap. */
export function apart(first: Interval, second: Interval): Verdict {
  if (first.lower > second.upper) return 'first';
  return second.lower > first.upper ? 'second' : 'neither';
}
