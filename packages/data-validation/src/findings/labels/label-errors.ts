import { classifierOf } from '../../internal/classify.js';
import { findLabelNoise } from '../../internal/label-noise.js';
import { labelledRows } from '../../internal/labelled.js';
import { outOfFold } from '../../internal/out-of-fold.js';
import { needsClasses, type Rule, unless } from '../../internal/rule.js';
import { count, percent } from '../../internal/words.js';

const FOLDS = 5;
/** Fewer rows do not tell what a class is. */
const FEWEST_ROWS = 50;

/** Labels that contradict what all other rows say about the class (confident learning). */
export const labelErrors: Rule = {
  kind: 'label-errors',
  family: 'labels',
  title: 'Label errors',
  severity: 'warning',
  measure: 'share of rows',
  threshold: 0.01,
  advice: 'Look at these rows, the first ones first, and correct or remove what is wrong',
  skip: unless(needsClasses, (data) => {
    const { rows, y } = labelledRows(data, FOLDS);
    if (rows.length < FEWEST_ROWS) return `fewer than ${FEWEST_ROWS} rows have a class`;
    return y.every((label) => label === y[0]) ? 'there is one class only' : undefined;
  }),
  run: async (data, threshold) => {
    const { rows, x, y, classes } = labelledRows(data, FOLDS);
    const { name, words = [] } = data.train.target!; // as checked
    const { estimator, signal } = data.options;
    const random = data.random.child('label errors');
    const classify = classifierOf(estimator, { seed: data.seed, signal });
    const probabilities = await outOfFold(classify, x, { y, classes, folds: FOLDS, random });
    const noise = findLabelNoise(probabilities, y, classes);
    const value = noise.rows.length / rows.length;
    return [
      {
        value,
        over: value >= threshold,
        pValue: noise.pValue,
        column: name,
        rows: noise.rows.map((i) => rows[i]!),
        sentence: () => {
          const first = noise.rows[0]!;
          const drawn = rows.length < data.train.rows ? ` of ${count(rows.length, 'row')} that were drawn` : '';
          return (
            `${count(noise.rows.length, 'label')}${drawn} (${percent(value)}) ${noise.rows.length === 1 ? 'is' : 'are'} probably wrong, more than overlapping classes explain; ` +
            `row ${rows[first]!}, for example, is labelled ${words[y[first]!]} and looks like ${words[noise.instead[0]!]}`
          );
        },
      },
    ];
  },
};
