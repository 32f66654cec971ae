import { needsColumns, type Rule } from '../../internal/rule.js';
import { short } from '../../internal/words.js';

/** Columns with the same value in each row, which tell nothing. */
export const constantColumn: Rule = {
  kind: 'constant-column',
  family: 'columns',
  title: 'Constant column',
  severity: 'warning',
  measure: 'number of values',
  threshold: 1,
  advice: 'Leave it out: nothing can be learned from it',
  skip: needsColumns,
  run: ({ train, statistics }, threshold) =>
    train.features.map((feature) => {
      const { distinct, mostValue } = statistics(feature);
      return {
        value: distinct,
        over: distinct <= threshold && train.rows > 1,
        column: feature.name,
        sentence: () =>
          distinct === 0
            ? `\`${feature.name}\` has no value in any row`
            : `\`${feature.name}\` is ${feature.words?.[mostValue] ?? short(mostValue)} in every row that has a value`,
      };
    }),
};
