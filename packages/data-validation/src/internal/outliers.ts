import type { ColumnStatistics } from './column-statistics.js';
import type { Feature } from './part.js';
import type { Measurement } from './rule.js';
import { tailBounds } from './tail-bounds.js';
import { count, short } from './words.js';

/** Quantiles of fewer values say nothing about their tails. */
const FEWEST = 20;

/** The rows of a column that are far out, the farthest first. */
export function measureOutliers(
  { name, values }: Feature,
  { sorted }: ColumnStatistics,
  threshold: number,
): readonly Measurement[] {
  if (sorted.length < FEWEST) return [];
  const { low, high, distance } = tailBounds(sorted, threshold);
  const rows: number[] = [];
  if (sorted[0]! < low || sorted[sorted.length - 1]! > high) {
    for (let row = 0; row < values.length; row++) if (values[row]! < low || values[row]! > high) rows.push(row);
    rows.sort((a, b) => distance(values[b]!) - distance(values[a]!));
  }
  return [
    {
      value: Math.max(distance(sorted[0]!), distance(sorted[sorted.length - 1]!)),
      over: rows.length > 0,
      column: name,
      rows,
      sentence: () =>
        `\`${name}\` is far from all others in ${count(rows.length, 'row')}, such as ${short(values[rows[0]!]!)}; the rest is between ${short(Math.max(low, least(sorted, low)))} and ${short(greatest(sorted, high))}`,
    },
  ];
}

/** The smallest value that is not below a bound. */
function least(sorted: Float64Array, low: number): number {
  return sorted.find((value) => value >= low)!;
}

function greatest(sorted: Float64Array, high: number): number {
  return sorted.findLast((value) => value <= high)!;
}
