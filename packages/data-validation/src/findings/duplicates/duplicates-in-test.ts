import { BY_CHANCE, chanceOfEqualRows } from '../../internal/repeats.js';
import { needsTest, type Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Test rows with inputs that train has, too. */
export const duplicatesInTest: Rule = {
  kind: 'duplicates-in-test',
  family: 'duplicates',
  title: 'Test rows in train',
  severity: 'error',
  measure: 'share of test rows',
  threshold: 0.001,
  advice: 'Remove them from one of the parts: the model has seen the answer, so the result of the test is too good',
  skip: needsTest,
  run: (data, threshold) => {
    const { train } = data;
    const test = data.test!; // as checked
    const { first } = data.groups();
    const rows: number[] = [];
    for (let row = 0; row < test.rows; row++) if (first[train.rows + row]! < train.rows) rows.push(row);
    const expected = chanceOfEqualRows(data) * train.rows * test.rows;
    const value = rows.length / test.rows;
    return [
      {
        value,
        over: rows.length > 0 && value >= threshold && expected < BY_CHANCE * rows.length,
        part: 'test',
        rows,
        sentence: () =>
          `${count(rows.length, 'test row')} of ${test.rows.toLocaleString('en-US')} (${percent(value)}) ${rows.length === 1 ? 'is' : 'are'} in train, too`,
      },
    ];
  },
};
