import {
  chiSquaredTest,
  jensenShannonDistance,
  kolmogorovSmirnov,
  populationStabilityIndex,
  wassersteinDistance,
} from '@neurite/numeric';
import type { ColumnShift } from '../examination.js';
import { type ColumnStatistics, quantile } from './column-statistics.js';
import type { Feature } from './part.js';
import { countCodes } from './profile.js';
import { short } from './words.js';

/** Up to as many train rows, a test decides alone; above, a distance does, because tests find trifles there. */
const MOST_TESTED_ROWS = 1000;
/** Numbers with as few different values are compared as categories. */
const FEW_VALUES = 5;
/** The most pairs of rows of which the exact distribution is computed. */
const MOST_EXACT_PAIRS = 250_000;
const BINS = 10;
/** The most values or intervals that are told apart in `groups`. */
const MOST_GROUPS = 10;

/** A column of train and of test, with its statistics. */
export type ColumnPair = readonly [Side, Side];
type Side = { readonly feature: Feature; readonly statistics: ColumnStatistics };

/**
 * How a column differs between train and test; undefined where one of them has no value. Which number decides follows
 * Evidently: up to 1,000 train rows the Kolmogorov–Smirnov test of numbers and the chi-squared test of categories (and of
 * numbers with up to five values), above the Wasserstein distance in standard deviations and the Jensen–Shannon distance.
 *
 * @see https://docs.evidentlyai.com/metrics/explainer_drift
 */
export function compareColumns(pair: ColumnPair): ColumnShift | undefined {
  const [train, test] = pair;
  if (train.statistics.sorted.length === 0 || test.statistics.sorted.length === 0) return undefined;
  const numbers = train.feature.kind === 'number' && train.statistics.distinct > FEW_VALUES;
  return numbers ? compareNumbers(pair) : compareCategories(pair);
}

function compareNumbers([train, test]: ColumnPair): ColumnShift {
  const [a, b] = [train.statistics.sorted, test.statistics.sorted];
  const method = a.length * b.length <= MOST_EXACT_PAIRS ? 'exact' : 'asymptotic';
  const { statistic, pValue } = kolmogorovSmirnov(a, b, { method, sorted: true });
  const edges = Float64Array.from({ length: BINS - 1 }, (_, i) => quantile(a, (i + 1) / BINS));
  const counts = [a, b].map((sorted) => countBins(sorted, edges)) as [Float64Array, Float64Array];
  return {
    column: train.feature.name,
    method: a.length <= MOST_TESTED_ROWS ? 'kolmogorovSmirnov' : 'wasserstein',
    statistic,
    pValue,
    wasserstein: wassersteinDistance(a, b, { sorted: true }) / deviation(a),
    jensenShannon: jensenShannonDistance(...counts, { base: 2 }),
    stability: populationStabilityIndex(...counts),
    groups: intervals(
      a,
      b,
      train.feature.date === true ? (value) => new Date(value).toISOString().slice(0, 10) : short,
    ),
  };
}

/** Intervals of one width in between the outermost 2 % of both, and what is below and above. */
function intervals(a: Float64Array, b: Float64Array, write: (value: number) => string): ColumnShift['groups'] {
  const low = Math.min(quantile(a, 0.02), quantile(b, 0.02));
  const high = Math.max(quantile(a, 0.98), quantile(b, 0.98));
  const inner = MOST_GROUPS - 2;
  const edges = Float64Array.from({ length: inner + 1 }, (_, i) => low + ((high - low) * i) / inner);
  const [own, other] = [countBins(a, edges), countBins(b, edges)];
  return Array.from(own, (count, i) => {
    const [from, to] = [edges[i - 1], edges[i]];
    const label =
      from === undefined
        ? `to ${write(low)}`
        : to === undefined
          ? `above ${write(high)}`
          : `${write(from)} to ${write(to)}`;
    return { label, train: count / a.length, test: other[i]! / b.length };
  });
}

function compareCategories([train, test]: ColumnPair): ColumnShift {
  const { words, counts } = categoryCounts(train, test);
  const [a, b] = counts;
  const [n, m] = [sum(a), sum(b)];
  const { statistic, pValue } = chiSquaredOf(a, b);
  return {
    column: train.feature.name,
    method: train.statistics.sorted.length <= MOST_TESTED_ROWS ? 'chiSquared' : 'jensenShannon',
    statistic,
    pValue,
    jensenShannon: jensenShannonDistance(a, b, { base: 2 }),
    stability: populationStabilityIndex(a, b),
    groups: words
      .map((label, i) => ({ label, train: a[i]! / n, test: b[i]! / m }))
      .sort((x, y) => Math.max(y.train, y.test) - Math.max(x.train, x.test))
      .slice(0, MOST_GROUPS),
  };
}

/** How often each value occurs in both. */
type Counts = { readonly words: readonly string[]; readonly counts: readonly [Float64Array, Float64Array] };

function categoryCounts(train: Side, test: Side): Counts {
  const { words } = train.feature;
  if (words !== undefined) {
    const counts = [train, test].map(({ feature }) => countCodes(feature.values, words.length));
    return { words, counts: counts as [Float64Array, Float64Array] }; // two
  }
  const values = [...new Set([...distinctOf(train.statistics.sorted), ...distinctOf(test.statistics.sorted)])];
  const codes = new Map(values.map((value, i) => [value, i]));
  const counts = [train, test].map(({ statistics: { sorted } }) =>
    countCodes(
      sorted.map((value) => codes.get(value)!),
      values.length,
    ),
  );
  return { words: values.map(short), counts: counts as [Float64Array, Float64Array] }; // two
}

function distinctOf(sorted: Float64Array): number[] {
  const values: number[] = [];
  for (const value of sorted) if (value !== values.at(-1)) values.push(value);
  return values;
}

/** The test expects 5 of each category; rarer ones are counted as one. */
const LEAST_EXPECTED = 5;

/** Pearson's test on two samples of counts, in which rare categories are taken together; p is 1 where one category is left. */
export function chiSquaredOf(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { readonly statistic: number; readonly pValue: number } {
  const [n, m] = [sum(a), sum(b)];
  const kept: [number[], number[]] = [[], []];
  const rare: [number, number] = [0, 0];
  const expected = (both: number): number => (both * Math.min(n, m)) / (n + m);
  for (let i = 0; i < a.length; i++) {
    if (expected(a[i]! + b[i]!) >= LEAST_EXPECTED) {
      kept[0].push(a[i]!);
      kept[1].push(b[i]!);
    } else {
      rare[0] += a[i]!;
      rare[1] += b[i]!;
    }
  }
  if (expected(rare[0] + rare[1]) >= LEAST_EXPECTED) {
    kept[0].push(rare[0]);
    kept[1].push(rare[1]);
  }
  if (kept[0].length < 2 || sum(kept[0]) === 0 || sum(kept[1]) === 0) return { statistic: 0, pValue: 1 };
  return chiSquaredTest(kept);
}

function countBins(sorted: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  let bin = 0;
  for (const value of sorted) {
    while (bin < edges.length && value > edges[bin]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

function deviation(values: Float64Array): number {
  const mean = sum(values) / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
