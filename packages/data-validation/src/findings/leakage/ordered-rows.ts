import { normal } from '@neurite/numeric';
import { countCodes } from '../../internal/profile.js';
import { needsTarget, type Rule, unless } from '../../internal/rule.js';
import { short } from '../../internal/words.js';

const FEWEST_ROWS = 30;

/** Rows that are ordered by their target, so that parts and batches of neighboring rows are one-sided. */
export const orderedRows: Rule = {
  kind: 'ordered-rows',
  family: 'leakage',
  title: 'Rows are in the order of the target',
  severity: 'note',
  measure: 'how much neighboring targets agree beyond chance',
  threshold: 0.2,
  advice: 'Shuffle before splitting and in each epoch; if the order means something, split by time or group',
  skip: unless(
    needsTarget,
    ({ train }) => (train.time === undefined ? undefined : 'the rows have a time'),
    ({ train }) => (train.rows < FEWEST_ROWS ? `there are fewer than ${FEWEST_ROWS} rows` : undefined),
  ),
  run: ({ train, task }, threshold) => {
    const { name, values, words = [] } = train.target!; // as checked
    const y = values.filter((value) => Number.isFinite(value));
    const { value, z } = task === 'classes' ? agreement(y, words.length) : autocorrelation(y);
    return [
      {
        value,
        over: value >= threshold,
        pValue: normal().survival(z),
        column: name,
        sentence: () =>
          task === 'classes'
            ? `Neighboring rows have the same class more often than chance (by ${short(value)} of what is possible)`
            : `Neighboring rows have similar targets (correlation ${short(value)})`,
      },
    ];
  },
};

/**
 * How many neighbors are equal, between chance (0) and always (1), and that in standard deviations of all orders.
 *
 * @see Noether, "A central limit theorem with non-parametric applications", 1970, for the variance
 */
function agreement(y: Float64Array, classes: number): { readonly value: number; readonly z: number } {
  let [same, squares, cubes] = [0, 0, 0];
  for (let row = 1; row < y.length; row++) if (y[row] === y[row - 1]) same++;
  for (const count of countCodes(y, classes)) {
    const share = count / y.length;
    squares += share ** 2;
    cubes += share ** 3;
  }
  const share = same / (y.length - 1);
  const variance = squares + squares ** 2 - 2 * cubes;
  if (!(squares < 1) || !(variance > 0)) return { value: 0, z: 0 };
  return { value: (share - squares) / (1 - squares), z: (share - squares) / Math.sqrt(variance / y.length) };
}

/** The correlation of each with the next. */
function autocorrelation(y: Float64Array): { readonly value: number; readonly z: number } {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let [both, squares] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    squares += (y[row]! - mean) ** 2;
    if (row > 0) both += (y[row]! - mean) * (y[row - 1]! - mean);
  }
  const value = squares > 0 ? both / squares : 0;
  return { value, z: value * Math.sqrt(y.length) };
}
