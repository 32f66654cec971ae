import { encoderOf } from '../../internal/encoder.js';
import { jointShift } from '../../internal/joint-shift.js';
import { needsTest, type Rule, unless } from '../../internal/rule.js';
import { short } from '../../internal/words.js';

const FEWEST_ROWS = 50;

/** Train and test differ in several inputs together: a classifier tells them apart. */
export const jointShiftRule: Rule = {
  kind: 'joint-shift',
  family: 'shift',
  title: 'Train and test can be told apart',
  severity: 'warning',
  measure: 'area under the ROC curve',
  threshold: 0.6,
  advice: 'Find out by which inputs (the shifted ones first); a result in one part says little about the other',
  skip: unless(
    needsTest,
    ({ train, test }) =>
      Math.min(train.rows, test!.rows) < FEWEST_ROWS ? `a part has fewer than ${FEWEST_ROWS} rows` : undefined,
    (data) => (encoderOf(data).columns === 0 ? 'there is no column to compare' : undefined),
  ),
  run: async (data, threshold) => {
    const { area, low, high, pValue } = await jointShift(data);
    const remark = `A classifier tells train and test apart with an area under the ROC curve of ${short(area)} (95 % interval ${short(low)} to ${short(high)}; 0.5 is chance).`;
    const measured = [
      {
        value: area,
        over: area >= threshold,
        pValue,
        part: 'test' as const,
        sentence: () => remark.slice(0, -1),
      },
    ];
    return { measured, remark };
  },
};
