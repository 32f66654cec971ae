import { needsColumns, type Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Columns with many missing values (NaN, null). */
export const missingValues: Rule = {
  kind: 'missing-values',
  family: 'columns',
  title: 'Missing values',
  severity: 'warning',
  measure: 'share of rows',
  threshold: 0.05,
  advice: 'Impute them with an indicator column, or leave the column out if it is mostly empty',
  skip: needsColumns,
  run: ({ train, statistics }, threshold) =>
    train.features.map((feature) => {
      const { missing } = statistics(feature);
      const value = missing / train.rows;
      return {
        value,
        over: value >= threshold && missing > 0,
        column: feature.name,
        rows: missing === 0 ? [] : rowsOfMissing(feature.values),
        sentence: () =>
          `\`${feature.name}\` has no value in ${count(missing, 'row')} of ${train.rows.toLocaleString('en-US')} (${percent(value)})`,
      };
    }),
};

function rowsOfMissing(values: Float64Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) rows.push(row);
  return rows;
}
