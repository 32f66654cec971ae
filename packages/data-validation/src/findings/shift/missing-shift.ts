import { chiSquaredOf } from '../../internal/compare-columns.js';
import { needsColumns, needsTest, type Rule, unless } from '../../internal/rule.js';
import { percent } from '../../internal/words.js';

/** Columns that are missing more often in one part than in the other. */
export const missingShift: Rule = {
  kind: 'missing-shift',
  family: 'shift',
  title: 'Missing more often',
  severity: 'warning',
  measure: 'difference of shares',
  threshold: 0.02,
  advice: 'Find out why the column is missing: what a model learns from it in one part does not hold in the other',
  skip: unless(needsTest, needsColumns),
  run: ({ train, test, statistics }, threshold) =>
    train.features.flatMap((feature) => {
      const other = test!.features.find(({ name }) => name === feature.name)!; // the same columns, as checked
      const [a, b] = [statistics(feature).missing, statistics(other).missing];
      if (a === 0 && b === 0) return [];
      const [own, others] = [a / train.rows, b / test!.rows];
      const value = Math.abs(own - others);
      return [
        {
          value,
          over: value >= threshold,
          pValue: chiSquaredOf([a, train.rows - a], [b, test!.rows - b]).pValue,
          column: feature.name,
          part: 'test',
          sentence: () => `\`${feature.name}\` is missing in ${percent(own)} of train and ${percent(others)} of test`,
        } as const,
      ];
    }),
};
