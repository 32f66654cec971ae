import { encoderOf } from '../../internal/encoder.js';
import { learningCurve } from '../../internal/learning-curve.js';
import { needsTarget, type Rule, unless } from '../../internal/rule.js';
import { percent } from '../../internal/words.js';

const FEWEST_ROWS = 100;

/** More rows would help: the error of a quick model still falls with each doubling. */
export const learningCurveRule: Rule = {
  kind: 'learning-curve',
  family: 'samples',
  title: 'More rows would help',
  severity: 'note',
  measure: 'what twice as many rows would gain',
  threshold: 0.02,
  advice: 'Collect or augment: a better model of the same rows gains less than more rows',
  skip: unless(
    needsTarget,
    ({ train, task }) =>
      train.rows < FEWEST_ROWS
        ? `there are fewer than ${FEWEST_ROWS} rows`
        : task === 'classes' && new Set(train.target!.values).size < 2
          ? 'there is one class only'
          : undefined,
    (data) => (encoderOf(data).columns === 0 ? 'there is no column to learn from' : undefined),
  ),
  run: async (data, threshold) => {
    const { points, twice, pValue } = await learningCurve(data);
    const last = points.at(-1)!; // one for each share
    // What was gained by the last doubling bounds what the next one is believed to gain.
    const gain = Math.min(last.error - twice, points.at(-2)!.error - last.error);
    const what = data.task === 'classes' ? 'error' : 'absolute error (100 % without inputs)';
    const course = points
      .map(({ rows, error }) => `${percent(error)} with ${rows.toLocaleString('en-US')} rows`)
      .join(', ');
    const remark = `The ${what} of a quick model is ${course}; twice as many would bring about ${percent(twice)}.`;
    return {
      measured: [{ value: gain, over: gain >= threshold, pValue, sentence: () => remark.slice(0, -1) }],
      remark,
    };
  },
};
