import { type Encoded, encode, encoderOf } from './encoder.js';
import type { Examined } from './examined.js';
import { rowsOf } from './out-of-fold.js';
import { productsOf, ridgeRegression, sumOf, without } from './ridge-regression.js';
import { sampleRows } from './sample-rows.js';
import { tailBounds } from './tail-bounds.js';

/** Targets that disagree with what the other rows say. */
export type NumberNoise = {
  /** How many rows were looked at. */
  readonly looked: number;
  /** The rows whose residual is out of bounds, the farthest first. */
  readonly rows: readonly number[];
  /** Of each of these rows what the others say. */
  readonly instead: readonly number[];
  /** The largest distance of a residual from their median, in that of the 5 % farthest on its side. */
  readonly farthest: number;
};

const FOLDS = 5;
/** What the products of a model may cost: rows times columns times columns. */
const MOST_PRODUCTS = 1e8;
const MOST_ROWS = 10_000;

/**
 * Residuals of a regression on columns and their squares that has not seen the row, on the logarithmic scale where the target is
 * more symmetric there.
 * A residual is out of bounds where it is `times` as far from the median as the 5 % farthest on its side. Targets that are
 * far out by themselves, as `tailBounds` has it at 6 times, are left to the rule on outliers.
 */
export function findNumberNoise(data: Examined, times: number): NumberNoise {
  const target = data.train.target!; // asked for by a rule that needs one
  const sorted = data.statistics(target).sorted;
  const encoder = encoderOf(data);
  const random = data.random.child('target errors');
  const { low, high, logarithmic } = tailBounds(sorted, 6);
  const { values } = target;
  const rows = sampleRows(data.train.rows, {
    most: Math.min(MOST_ROWS, Math.max(500, Math.floor(MOST_PRODUCTS / encoder.columns ** 2))),
    random,
    keep: (row) => Number.isFinite(values[row]!) && values[row]! >= low && values[row]! <= high,
  });
  const scale = logarithmic ? Math.log : (value: number): number => value;
  const back = logarithmic ? Math.exp : (value: number): number => value;
  const y = Float64Array.from(rows, (row) => scale(values[row]!));
  const predicted = predictOutside(withSquares(encode(encoder, data.train, rows)), y, random.permutation(rows.length));
  const residuals = y.map((value, i) => value - predicted[i]!);
  const { distance } = tailBounds(residuals.slice().sort(), times, { logarithm: false });
  const distances = residuals.map(distance);
  const found = [...distances.keys()]
    .filter((i) => distances[i]! > times)
    .sort((a, b) => distances[b]! - distances[a]!);
  return {
    looked: rows.length,
    rows: found.map((i) => rows[i]!),
    instead: found.map((i) => back(predicted[i]!)),
    farthest: distances.reduce((most, one) => Math.max(most, one), 0),
  };
}

/** What becomes too many columns with the square of each beside it. */
const MOST_SQUARED = 100;

/** The columns, and beside them their squares, so that a bent dependence is no residual. */
function withSquares(x: Encoded): Encoded {
  const { rows, columns, data } = x;
  if (columns > MOST_SQUARED) return x;
  const both = new Float64Array(2 * data.length);
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns; c++) {
      const value = data[row * columns + c]!;
      both[2 * row * columns + c] = value;
      both[(2 * row + 1) * columns + c] = value * value;
    }
  }
  return { rows, columns: 2 * columns, data: both };
}

/** Predictions of models that have not seen the row. */
function predictOutside(x: Encoded, y: Float64Array, order: ArrayLike<number>): Float64Array {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const spread = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length) || 1;
  const predicted = new Float64Array(y.length);
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const rows = Array.from(order).filter((__, i) => i % FOLDS === fold);
    const own = rowsOf(x, rows);
    const target = rows.map((row) => (y[row]! - mean) / spread);
    return { rows, own, products: productsOf(own, target) };
  });
  const all = sumOf(folds.map(({ products }) => products));
  for (const { rows, own, products } of folds) {
    const values = ridgeRegression(without(all, products))(own);
    for (const [i, row] of rows.entries()) predicted[row] = mean + spread * values[i]!;
  }
  return predicted;
}
