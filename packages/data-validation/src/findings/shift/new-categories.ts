import { countCodes } from '../../internal/profile.js';
import { needsColumns, needsTest, type Rule, unless } from '../../internal/rule.js';
import { percent } from '../../internal/words.js';

/** Words in test that train does not have: a model has learned nothing about them. */
export const newCategories: Rule = {
  kind: 'new-categories',
  family: 'shift',
  title: 'New categories',
  severity: 'warning',
  measure: 'share of test rows',
  threshold: 0.01,
  advice:
    'Give unknown words an encoding of their own, and have some in train; correct them if they are spelled differently',
  skip: unless(needsTest, needsColumns),
  run: (data, threshold) =>
    data.compared(data.train).flatMap(({ name, kind, words = [], values }) => {
      if (kind !== 'category') return [];
      const known = countCodes(values, words.length);
      const { values: others } = data.test!.features.find((one) => one.name === name)!; // the same columns, as checked
      const rows: number[] = [];
      for (let row = 0; row < others.length; row++) if (known[others[row]!] === 0) rows.push(row);
      const value = rows.length / others.length;
      return [
        {
          value,
          over: value >= threshold && rows.length > 0,
          column: name,
          part: 'test',
          rows,
          sentence: () => {
            const unknown = [...new Set(rows.map((row) => words[others[row]!]))].slice(0, 5).join(', ');
            return `\`${name}\` has values in ${percent(value)} of test that train does not have: ${unknown}`;
          },
        } as const,
      ];
    }),
};
