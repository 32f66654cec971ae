import { needsTest, type Rule, unless } from '../../internal/rule.js';
import { percent } from '../../internal/words.js';

/** Test rows that are not after train: the model has learned from their future. */
export const timeLeakage: Rule = {
  kind: 'time-leakage',
  family: 'leakage',
  title: 'Train knows the future of test',
  severity: 'error',
  measure: 'share of test rows before the last train row',
  threshold: 0.05,
  advice:
    'Split by time, as `splitByTime` of `@neurite/data` does: rows of tomorrow are not there when you predict today',
  skip: unless(needsTest, ({ train }) =>
    train.time === undefined ? 'no column says when rows were observed (`time`)' : undefined,
  ),
  run: ({ train, test, statistics }, threshold) => {
    const { sorted } = statistics(train.time!); // as checked
    const last = sorted[sorted.length - 1] ?? Number.NEGATIVE_INFINITY;
    const { name, values } = test!.time!;
    const rows: number[] = [];
    for (let row = 0; row < values.length; row++) if (values[row]! < last) rows.push(row);
    const value = rows.length / values.length;
    return [
      {
        value,
        over: value >= threshold,
        column: name,
        part: 'test',
        rows,
        sentence: () => `${percent(value)} of test lies before the last row of train, by \`${name}\``,
      },
    ];
  },
};
