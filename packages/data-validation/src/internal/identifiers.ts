import type { ColumnStatistics } from './column-statistics.js';
import type { Feature } from './part.js';

/** Fewer rows may be different by chance. */
const FEWEST_ROWS = 30;

/**
 * Whether each row has its own value: texts that hardly repeat, or integers that are all different and either count up
 * or down with the rows, or take most of the numbers of their range.
 */
export function isIdentifier({ kind, values }: Feature, { distinct, sorted, missing }: ColumnStatistics): boolean {
  const present = values.length - missing;
  if (present < FEWEST_ROWS) return false;
  if (kind !== 'number') return distinct > 0.95 * present;
  if (distinct < present || !sorted.every(Number.isInteger)) return false;
  if (sorted[sorted.length - 1]! - sorted[0]! < 2 * present) return true;
  let [up, down] = [true, true];
  for (let row = 1; row < values.length; row++) {
    up &&= values[row]! > values[row - 1]!;
    down &&= values[row]! < values[row - 1]!;
  }
  return up || down;
}
