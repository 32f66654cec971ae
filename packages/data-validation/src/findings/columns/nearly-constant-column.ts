import { needsColumns, type Rule } from '../../internal/rule.js';
import { percent, short } from '../../internal/words.js';

/** Columns that have one value in nearly all rows. */
export const nearlyConstantColumn: Rule = {
  kind: 'nearly-constant-column',
  family: 'columns',
  title: 'Nearly constant column',
  severity: 'note',
  measure: 'share of the most frequent value',
  threshold: 0.995,
  advice: 'Leave it out, or make sure that both parts of a split have rows with the other values',
  skip: needsColumns,
  run: ({ train, statistics }, threshold) =>
    train.features.map((feature) => {
      const { distinct, most, mostValue, sorted } = statistics(feature);
      const value = sorted.length === 0 ? 0 : most / sorted.length;
      const rows: number[] = [];
      if (distinct > 1 && value >= threshold) {
        for (let row = 0; row < train.rows; row++) {
          const own = feature.values[row]!;
          if (own !== mostValue && !Number.isNaN(own)) rows.push(row);
        }
      }
      return {
        value,
        over: distinct > 1 && value >= threshold,
        column: feature.name,
        rows,
        sentence: () =>
          `\`${feature.name}\` is ${feature.words?.[mostValue] ?? short(mostValue)} in ${percent(value)} of its rows`,
      };
    }),
};
