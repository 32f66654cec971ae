import { findNumberNoise } from '../../internal/number-noise.js';
import { needsTarget, type Rule, unless } from '../../internal/rule.js';
import { count, short } from '../../internal/words.js';

/** Fewer rows do not tell what a target depends on. */
const FEWEST_ROWS = 50;

/** Numbers to predict that contradict what all other rows say, though they are not far out by themselves. */
export const targetErrors: Rule = {
  kind: 'target-errors',
  family: 'labels',
  title: 'Errors of the target',
  severity: 'warning',
  measure: 'distance of the residual from the median, in that of the 5 % farthest on its side',
  threshold: 6,
  advice: 'Look at these rows, the first ones first, and correct or remove what is wrong',
  skip: unless(needsTarget, (data) => {
    if (data.task !== 'numbers') return 'the target is a class';
    const { sorted } = data.statistics(data.train.target!); // there is one, as checked
    if (sorted.length < FEWEST_ROWS) return `fewer than ${FEWEST_ROWS} rows have a target`;
    return sorted[0] === sorted.at(-1) ? 'the target has one value only' : undefined;
  }),
  run: (data, threshold) => {
    const { name, values } = data.train.target!; // as checked
    const { looked, rows, instead, farthest } = findNumberNoise(data, threshold);
    return [
      {
        value: farthest,
        over: rows.length > 0,
        column: name,
        rows,
        sentence: () => {
          const drawn = looked < data.train.rows ? ` of ${count(looked, 'row')} that were looked at` : '';
          return (
            `\`${name}\` is far from what the other columns say in ${count(rows.length, 'row')}${drawn}; ` +
            `row ${rows[0]!}, for example, is ${short(values[rows[0]!]!)} and looks like ${short(instead[0]!)}`
          );
        },
      },
    ];
  },
};
