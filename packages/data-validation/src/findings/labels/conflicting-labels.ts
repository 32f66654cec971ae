import { BY_CHANCE, chanceOfEqualRows } from '../../internal/repeats.js';
import { needsClasses, type Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Rows with equal inputs and different classes: at most one of them can be predicted. */
export const conflictingLabels: Rule = {
  kind: 'conflicting-labels',
  family: 'labels',
  title: 'Conflicting labels',
  severity: 'warning',
  measure: 'share of rows',
  threshold: 0.002,
  advice: 'Look at these rows and correct their class; if both are right, an input is missing that tells them apart',
  skip: needsClasses,
  run: (data, threshold) => {
    const { train } = data;
    const { values } = train.target!; // as checked
    const { first } = data.groups();
    const conflicts = new Set<number>();
    for (let row = 0; row < train.rows; row++) {
      const other = first[row]!;
      if (values[row] !== values[other] && !Number.isNaN(values[row]) && !Number.isNaN(values[other]))
        conflicts.add(other);
    }
    const rows: number[] = [];
    if (conflicts.size > 0) for (let row = 0; row < train.rows; row++) if (conflicts.has(first[row]!)) rows.push(row);
    const expected = (chanceOfEqualRows(data) * train.rows * (train.rows - 1)) / 2;
    const value = rows.length / train.rows;
    return [
      {
        value,
        over: rows.length > 0 && value >= threshold && expected < BY_CHANCE * rows.length,
        rows,
        sentence: () =>
          `${count(rows.length, 'row')} of ${train.rows.toLocaleString('en-US')} (${percent(value)}) have the inputs of another row and a different class`,
      },
    ];
  },
};
