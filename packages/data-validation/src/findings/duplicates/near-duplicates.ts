import { FEWEST_NEAR, nearRows } from '../../internal/near-rows.js';
import type { Rule } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

/** Rows that are nearly, but not quite, those of another row: rounded, recompressed or repeated measurements. */
export const nearDuplicates: Rule = {
  kind: 'near-duplicates',
  family: 'duplicates',
  title: 'Near duplicates',
  severity: 'note',
  measure: 'share of rows',
  threshold: 0.01,
  advice: 'Look at pairs of them; keep one of each, or split so that they are in one part (`groups`)',
  skip: (data) => (nearRows(data) === undefined ? 'the rows are too few or too alike to tell' : undefined),
  run: (data, threshold) => {
    const { pairs } = nearRows(data)!; // as checked
    const { train } = data;
    const rows = [...new Set(pairs.filter(({ row }) => row < train.rows).map(({ row }) => row))].sort((a, b) => a - b);
    const value = rows.length / train.rows;
    return [
      {
        value,
        over: value >= threshold && rows.length >= FEWEST_NEAR,
        rows,
        sentence: () => {
          const { row, other } = pairs.find((pair) => pair.row < train.rows)!; // there is one, as there are rows
          return `${count(rows.length, 'row')} of ${train.rows.toLocaleString('en-US')} (${percent(value)}) ${rows.length === 1 ? 'is' : 'are'} nearly equal to an earlier one, such as ${row} to ${other}`;
        },
      },
    ];
  },
};
