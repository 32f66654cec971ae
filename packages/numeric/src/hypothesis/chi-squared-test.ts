import { ArgumentError } from '@neurite/core/errors';
import { chiSquared } from '../distributions/chi-squared.js';
import { neumaierSum } from '../sums/neumaier-sum.js';
import type { TestResult } from './test-result.js';

/**
 * Pearson's chi-squared test on counts: do two or more samples fall into categories in the same proportions? The same
 * as the test of independence of rows and columns, without Yates's correction.
 *
 * @param counts a row for each sample, a column for each category; at least two of both
 * @returns the statistic Σ (count − expected)² / expected, its degrees of freedom and its p-value
 * @throws ArgumentError when the rows are no table of finite counts of at least 0, or a row or a column has only zeros
 * @example
 * console.log(chiSquaredTest([[10, 20], [20, 10]]).pValue); // 0.0098
 */
export function chiSquaredTest(
  counts: readonly ArrayLike<number>[],
): TestResult & { readonly degreesOfFreedom: number } {
  const [rows, columns] = [counts.length, counts[0]?.length ?? 0];
  const fail = (expected: string, received: string): ArgumentError =>
    new ArgumentError({ where: 'chiSquaredTest', argument: 'counts', expected, received });
  if (rows < 2 || columns < 2 || counts.some((row) => row.length !== columns)) {
    throw fail('have at least two rows and two columns', `rows of ${counts.map(({ length }) => length).join(', ')}`);
  }
  const columnSums = new Float64Array(columns);
  for (const row of counts) {
    for (let j = 0; j < columns; j++) {
      const count = row[j]!;
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) throw fail('be finite and at least 0', String(count));
      columnSums[j]! += count;
    }
  }
  const rowSums = counts.map(neumaierSum);
  if (rowSums.includes(0)) throw fail('have a row for each sample that has any', `row ${rowSums.indexOf(0)} of zeros`);
  if (columnSums.includes(0)) {
    throw fail('have a column for each category that occurs', `column ${columnSums.indexOf(0)} of zeros`);
  }
  const total = neumaierSum(rowSums);
  const terms = new Float64Array(rows * columns);
  for (const [i, row] of counts.entries()) {
    for (let j = 0; j < columns; j++) {
      const expected = (rowSums[i]! * columnSums[j]!) / total;
      terms[i * columns + j] = (row[j]! - expected) ** 2 / expected;
    }
  }
  const statistic = neumaierSum(terms);
  const degreesOfFreedom = (rows - 1) * (columns - 1);
  return { statistic, degreesOfFreedom, pValue: chiSquared(degreesOfFreedom).survival(statistic) };
}
