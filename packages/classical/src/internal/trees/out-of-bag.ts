import { largestOfRows } from '../rows.js';
import type { Problem } from './problem.js';
import { addTree, type TreeSet } from './tree-set.js';

/**
 * The accuracy, or R², of what the trees say about rows that they were not grown from; rows that every tree has seen
 * are left out.
 *
 * @param counts how often each tree has seen each row
 */
export function outOfBagScore(set: TreeSet, { x, y, target }: Problem, counts: readonly Float64Array[]): number {
  const { outputs, roots } = set;
  const sums = new Float64Array(x.rows * outputs);
  const seenBy = new Float64Array(x.rows);
  for (const [index, root] of roots.entries()) {
    const own = counts[index]!;
    addTree(set, root, { x, sums, counts: own });
    for (let row = 0; row < x.rows; row++) if (own[row] !== 0) seenBy[row]!++;
  }
  const rows = Array.from(seenBy.keys()).filter((row) => seenBy[row]! < roots.length);
  if ('labels' in target) {
    const labels = largestOfRows(sums, outputs);
    return rows.filter((row) => labels[row] === y[row]).length / rows.length;
  }
  const mean = rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length;
  let squares = 0;
  let deviations = 0;
  for (const row of rows) {
    squares += (y[row]! - sums[row]! / (roots.length - seenBy[row]!)) ** 2;
    deviations += (y[row]! - mean) ** 2;
  }
  return 1 - squares / deviations;
}
