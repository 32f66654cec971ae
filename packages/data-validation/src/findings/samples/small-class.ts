import { countCodes } from '../../internal/profile.js';
import { needsClasses, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Classes with too few rows to learn and test them. */
export const smallClass: Rule = {
  kind: 'small-class',
  family: 'samples',
  title: 'Small class',
  severity: 'warning',
  measure: 'number of rows, below',
  threshold: 20,
  advice: 'Collect more rows of it, join it with a similar class, or augment it',
  skip: needsClasses,
  run: ({ train }, threshold) => {
    const { name, values, words = [] } = train.target!; // as checked
    const counts = countCodes(values, words.length);
    return words.map((word, code) => {
      const value = counts[code]!;
      const rows: number[] = [];
      if (value < threshold) for (let row = 0; row < train.rows; row++) if (values[row] === code) rows.push(row);
      return {
        value,
        over: value < threshold,
        column: name,
        rows,
        sentence: () => `Class ${word} has ${value === 0 ? 'no row' : `only ${count(value, 'row')}`} in train`,
      };
    });
  },
};
