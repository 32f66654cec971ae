import { needsColumns, type Rule } from '../../internal/rule.js';
import { count, short } from '../../internal/words.js';

/** Few rows for so many columns: chance alone makes some of them look useful. */
export const fewRowsPerColumn: Rule = {
  kind: 'few-rows-per-column',
  family: 'samples',
  title: 'Few rows for so many columns',
  severity: 'warning',
  measure: 'rows for each column, below',
  threshold: 10,
  advice: 'Collect more rows, choose fewer columns, or regularize strongly and trust cross-validation only',
  skip: needsColumns,
  run: (data, threshold) => {
    const { length } = data.compared(data.train);
    const value = length === 0 ? Number.POSITIVE_INFINITY : data.train.rows / length;
    return [
      {
        value,
        over: value < threshold,
        sentence: () =>
          `There are ${count(data.train.rows, 'row')} for ${count(length, 'column')}, ${short(value)} for each`,
      },
    ];
  },
};
