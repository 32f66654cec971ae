import { numberEncoderOf } from '../../internal/encoder.js';
import { mahalanobis } from '../../internal/mahalanobis.js';
import { needsColumns, type Rule, unless } from '../../internal/rule.js';
import { tailBounds } from '../../internal/tail-bounds.js';
import { count } from '../../internal/words.js';

const FEWEST_ROWS = 50;
const MOST_COLUMNS = 200;

/** Rows whose values are ordinary one by one, and far from all others together. */
export const outlierRows: Rule = {
  kind: 'outlier-rows',
  family: 'outliers',
  title: 'Unusual combinations',
  severity: 'note',
  measure: 'distance beyond the median, in that of the 5 % farthest',
  threshold: 5,
  advice: 'Look at these rows: values may belong to another row or unit, or they are rare cases worth more rows',
  skip: unless(needsColumns, (data) => {
    const { columns } = numberEncoderOf(data);
    if (columns < 2 || columns > MOST_COLUMNS) return `there are not 2 to ${MOST_COLUMNS} columns of numbers`;
    return data.train.rows < FEWEST_ROWS ? `there are fewer than ${FEWEST_ROWS} rows` : undefined;
  }),
  run: (data, threshold) => {
    const distances = mahalanobis(numberEncoderOf(data), data.train);
    const { high, distance } = tailBounds(distances.slice().sort(), threshold, { logarithm: false });
    const rows = [...distances.keys()]
      .filter((row) => distances[row]! > high)
      .sort((a, b) => distances[b]! - distances[a]!);
    return [
      {
        value: distances.reduce((most, value) => Math.max(most, distance(value)), 0),
        over: rows.length > 0,
        rows,
        sentence: () =>
          `${count(rows.length, 'row')} ${rows.length === 1 ? 'is' : 'are'} far from all others in the combination of ${rows.length === 1 ? 'its' : 'their'} numbers`,
      },
    ];
  },
};
