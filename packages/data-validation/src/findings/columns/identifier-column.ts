import { needsColumns, type Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Columns that name rows rather than describe them: a model learns them by heart, and meets other ones later. */
export const identifierColumn: Rule = {
  kind: 'identifier-column',
  family: 'columns',
  title: 'Identifier',
  severity: 'warning',
  measure: 'share of different values',
  threshold: 0.95,
  advice: 'Leave it out of the inputs; if it says to whom rows belong, pass it as `groups`',
  skip: needsColumns,
  run: ({ train, statistics, identifiers }, threshold) =>
    train.features.map((feature) => {
      const { distinct, sorted } = statistics(feature);
      const value = sorted.length === 0 ? 0 : distinct / sorted.length;
      return {
        value,
        over: identifiers().has(feature.name) && value >= threshold,
        column: feature.name,
        sentence: () =>
          `\`${feature.name}\` has ${count(distinct, 'different value')} in ${count(sorted.length, 'row')} (${percent(value)}): it names rows, or is free text`,
      };
    }),
};
