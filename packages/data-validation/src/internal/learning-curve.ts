import { normal } from '@neurite/numeric';
import type { LearningCurve } from '../examination.js';
import { classifierOf } from './classify.js';
import { type Encoded, encode, encoderOf, standardizer } from './encoder.js';
import type { Examined } from './examined.js';
import { rowsOf } from './out-of-fold.js';
import { productsOf, ridgeRegression } from './ridge-regression.js';
import { sampleRows } from './sample-rows.js';

const MOST_ROWS = 3000;
const FOLDS = 3;
const SHARES = [1 / 8, 1 / 4, 1 / 2, 1] as const;

/** Learns from growing shares of the rows outside of each of three folds, and tests on the rows in it. */
export function learningCurve(data: Examined): Promise<LearningCurve> {
  return data.shared('learning curve', () => computed(data));
}

async function computed(data: Examined): Promise<LearningCurve> {
  const { values } = data.train.target!; // asked for by rules that need one
  const random = data.random.child('learning curve');
  const rows = sampleRows(data.train.rows, { most: MOST_ROWS, random, keep: (row) => Number.isFinite(values[row]!) });
  const x = encode(encoderOf(data), data.train, rows);
  const y = Float64Array.from(rows, (row) => values[row]!);
  const learn = learnerOf(data, y);
  const order = [...random.permutation(rows.length)];
  const sizes = SHARES.map((share) => Math.floor(share * rows.length * (1 - 1 / FOLDS)));
  const errors = sizes.map(() => new Float64Array(rows.length));
  for (let fold = 0; fold < FOLDS; fold++) {
    const inside = order.filter((_, i) => i % FOLDS !== fold);
    const outside = order.filter((_, i) => i % FOLDS === fold);
    for (const [at, size] of sizes.entries()) {
      const chosen = inside.slice(0, size);
      const own = await learn(rowsOf(x, chosen), chosen);
      const wrong = own(rowsOf(x, outside), outside);
      for (const [i, row] of outside.entries()) errors[at]![row] = wrong[i]!;
    }
  }
  const points = sizes.map((size, at) => ({ rows: size, error: mean(errors[at]!) }));
  const [half, whole] = [errors.at(-2)!, errors.at(-1)!];
  const gain = half.map((error, i) => error - whole[i]!);
  const center = mean(gain);
  const spread = Math.sqrt(mean(gain.map((value) => (value - center) ** 2)) / gain.length);
  return { points, twice: extrapolate(points), pValue: spread > 0 ? normal().survival(center / spread) : 1 };
}

/** Learns from rows; what it gives says how wrong it is on others. */
type Learn = (
  x: Encoded,
  rows: readonly number[],
) => Promise<(x: Encoded, rows: readonly number[]) => ArrayLike<number>>;

function learnerOf(data: Examined, y: Float64Array): Learn {
  if (data.task === 'numbers') {
    // Standardized, as the inputs are, so that a few rows do not rule the model.
    const standard = standardizer(y.slice().sort()) ?? (() => 0);
    const targets = y.map(standard);
    const spread = mean(targets.map(Math.abs)) || 1;
    return async (x, rows) => {
      const own = rows.map((row) => targets[row]!);
      const predict = ridgeRegression(productsOf(x, own));
      return (other, at) => predict(other).map((value, i) => Math.abs(value - targets[at[i]!]!) / spread);
    };
  }
  const classes = data.train.target!.words!.length; // a class has words
  const { estimator, signal } = data.options;
  const classify = classifierOf(estimator, { seed: data.seed, signal });
  return async (x, rows) => {
    const classifier = await classify(
      x,
      Int32Array.from(rows, (row) => y[row]!),
      classes,
    );
    return (other, at) => {
      const probabilities = classifier(other);
      return at.map((row, i) => {
        const own = probabilities.subarray(i * classes, (i + 1) * classes);
        return own.indexOf(own.reduce((most, value) => Math.max(most, value), 0)) === y[row] ? 0 : 1;
      });
    };
  };
}

/**
 * The error a + b n^(−c) at twice the last size, with a and b of at least 0 and the exponent that fits best.
 *
 * @see Hestness et al., "Deep learning scaling is predictable, empirically", 2017
 */
function extrapolate(points: LearningCurve['points']): number {
  const last = points.at(-1)!;
  let [best, twice] = [Number.POSITIVE_INFINITY, last.error];
  for (let c = 0.1; c <= 1.5; c += 0.05) {
    const u = points.map(({ rows }) => (rows / last.rows) ** -c);
    const e = points.map(({ error }) => error);
    const [mu, me] = [mean(u), mean(e)];
    const gradient =
      u.reduce((sum, value, i) => sum + (value - mu) * (e[i]! - me), 0) /
      u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
    let b = Math.max(0, gradient);
    let a = me - b * mu;
    if (a < 0) {
      a = 0;
      b = u.reduce((sum, value, i) => sum + value * e[i]!, 0) / u.reduce((sum, value) => sum + value ** 2, 0);
    }
    const misfit = u.reduce((sum, value, i) => sum + (a + b * value - e[i]!) ** 2, 0);
    // The curve starts at the last measured error, so that what is said to be gained does not hide its misfit.
    if (misfit < best) [best, twice] = [misfit, Math.max(0, last.error - b * (1 - 2 ** -c))];
  }
  return twice;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
