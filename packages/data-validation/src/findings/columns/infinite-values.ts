import { needsColumns, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Numbers that are infinite: one of them makes every sum infinite, and a loss NaN. */
export const infiniteValues: Rule = {
  kind: 'infinite-values',
  family: 'columns',
  title: 'Infinite values',
  severity: 'error',
  measure: 'number of rows',
  threshold: 1,
  advice: 'Look where they come from (a division by 0, a logarithm of 0), and make them missing values or bounds',
  skip: needsColumns,
  run: ({ train, test }, threshold) =>
    [train, ...(test === undefined ? [] : [test])].flatMap((part) =>
      [...part.features, ...(part.target === undefined ? [] : [part.target])].map((feature) => {
        const rows: number[] = [];
        for (let row = 0; row < part.rows; row++) {
          if (Math.abs(feature.values[row]!) === Number.POSITIVE_INFINITY) rows.push(row);
        }
        return {
          value: rows.length,
          over: rows.length >= threshold,
          column: feature.name,
          part: part.name,
          rows,
          sentence: () => `\`${feature.name}\` is infinite in ${count(rows.length, `${part.name} row`)}`,
        };
      }),
    ),
};
