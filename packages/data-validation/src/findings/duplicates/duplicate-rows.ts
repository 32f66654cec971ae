import { BY_CHANCE, chanceOfEqualRows } from '../../internal/repeats.js';
import type { Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Rows that repeat an earlier one in all inputs and in the target. */
export const duplicateRows: Rule = {
  kind: 'duplicate-rows',
  family: 'duplicates',
  title: 'Duplicate rows',
  severity: 'warning',
  measure: 'share of rows',
  threshold: 0.005,
  advice:
    'Remove them, or split so that equal rows are in one part: otherwise they count several times, and validation sees what was learned',
  skip: () => undefined,
  run: (data, threshold) => {
    const { train } = data;
    const { first } = data.groups();
    const rows: number[] = [];
    for (let row = 0; row < train.rows; row++) {
      const other = first[row]!;
      if (other < row && sameTarget(train.target?.values, row, other)) rows.push(row);
    }
    const expected = (chanceOfEqualRows(data) * train.rows * (train.rows - 1)) / 2;
    const value = rows.length / train.rows;
    return [
      {
        value,
        over: rows.length > 0 && value >= threshold && expected < BY_CHANCE * rows.length,
        rows,
        sentence: () =>
          `${count(rows.length, 'row')} of ${train.rows.toLocaleString('en-US')} (${percent(value)}) ${rows.length === 1 ? 'repeats' : 'repeat'} an earlier one`,
      },
    ];
  },
};

function sameTarget(values: Float64Array | undefined, a: number, b: number): boolean {
  return values === undefined || Object.is(values[a]! + 0, values[b]! + 0);
}
