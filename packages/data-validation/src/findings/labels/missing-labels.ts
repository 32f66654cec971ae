import { needsTarget, type Rule } from '../../internal/rule.js';
import { count } from '../../internal/words.js';

/** Train rows without a target. */
export const missingLabels: Rule = {
  kind: 'missing-labels',
  family: 'labels',
  title: 'Missing targets',
  severity: 'error',
  measure: 'number of rows',
  threshold: 1,
  advice: 'Leave these rows out, or give them weight 0: a missing target makes the loss NaN',
  skip: needsTarget,
  run: ({ train }, threshold) => {
    const { name, values } = train.target!; // as checked
    const rows: number[] = [];
    for (let row = 0; row < values.length; row++) if (Number.isNaN(values[row])) rows.push(row);
    return [
      {
        value: rows.length,
        over: rows.length >= threshold,
        column: name,
        rows,
        sentence: () => `\`${name}\` is missing in ${count(rows.length, 'row')} of train`,
      },
    ];
  },
};
