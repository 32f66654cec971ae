import { needsTest, type Rule, unless } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Groups (patients, machines, sessions) with rows in train and in test. */
export const sharedGroups: Rule = {
  kind: 'shared-groups',
  family: 'leakage',
  title: 'Groups in both parts',
  severity: 'error',
  measure: 'share of test rows',
  threshold: 0.001,
  advice: 'Split by group: the model recognizes whom it knows, and the test does not show how it does on others',
  skip: unless(needsTest, ({ train }) => (train.group === undefined ? 'no column is named as `groups`' : undefined)),
  run: ({ train, test }, threshold) => {
    const known = new Set(train.group!.values); // as checked
    const { name, values } = test!.group!;
    const rows: number[] = [];
    const shared = new Set<number>();
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(values[row]) || !known.has(values[row]!)) continue;
      rows.push(row);
      shared.add(values[row]!);
    }
    const value = rows.length / values.length;
    return [
      {
        value,
        over: rows.length > 0 && value >= threshold,
        column: name,
        part: 'test',
        rows,
        sentence: () =>
          `${count(shared.size, 'group')} of \`${name}\` ${shared.size === 1 ? 'has' : 'have'} rows in train, too: ${percent(value)} of test`,
      },
    ];
  },
};
