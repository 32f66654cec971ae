import { FEWEST_NEAR, nearRows } from '../../internal/near-rows.js';
import { needsTest, type Rule, unless } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Test rows that are nearly those of train. */
export const nearDuplicatesInTest: Rule = {
  kind: 'near-duplicates-in-test',
  family: 'duplicates',
  title: 'Test rows nearly in train',
  severity: 'warning',
  measure: 'share of test rows',
  threshold: 0.01,
  advice: 'Split so that they are in one part (`groups`): the test measures memory instead of what was learned',
  skip: unless(needsTest, (data) =>
    nearRows(data) === undefined ? 'the rows are too few or too alike to tell' : undefined,
  ),
  run: (data, threshold) => {
    const { train } = data;
    const across = nearRows(data)!.pairs.filter(({ row, other }) => row >= train.rows && other < train.rows); // as checked
    const rows = [...new Set(across.map(({ row }) => row - train.rows))].sort((a, b) => a - b);
    const value = rows.length / data.test!.rows;
    return [
      {
        value,
        over: value >= threshold && rows.length >= FEWEST_NEAR,
        part: 'test',
        rows,
        sentence: () =>
          `${count(rows.length, 'test row')} of ${data.test!.rows.toLocaleString('en-US')} (${percent(value)}) ${rows.length === 1 ? 'is' : 'are'} nearly equal to one of train, such as ${across[0]!.row - train.rows} to ${across[0]!.other}`,
      },
    ];
  },
};
