import { ArgumentError, type Estimator } from '@neurite/core';
import type { Encoded } from './encoder.js';
import { type Classifier, logisticRegression } from './logistic-regression.js';

/** Learns to classify rows. */
export type Classify = (x: Encoded, y: Int32Array, classes: number) => Promise<Classifier>;

/** By the estimator that was given, or by logistic regression with squares and products of few columns. */
export function classifierOf(
  estimator: Estimator | undefined,
  {
    seed,
    signal,
    rowsPerColumn = 20,
  }: {
    readonly seed: number;
    readonly signal: AbortSignal | undefined;
    /** So many rows, of as many of each class as of the rarest, must stand behind each column with a square or product. */
    readonly rowsPerColumn?: number;
  },
): Classify {
  if (estimator === undefined) {
    return async (x, y, classes) => {
      const curved = isCurved(x.columns, Math.floor(balancedRows(y, classes) / rowsPerColumn));
      const learned = logisticRegression(curved ? withProducts(x) : x, y, classes);
      return (other) => learned(curved ? withProducts(other) : other);
    };
  }
  return async (x, y, classes) => {
    const fitted = await estimator.fit(x, y, { seed, ...(signal !== undefined && { signal }) });
    if (fitted.predictProbabilities === undefined) {
      throw new ArgumentError({
        where: 'examine',
        argument: 'estimator',
        expected: 'predict probabilities of classes',
        received: `${estimator.name}, which does not`,
      });
    }
    return (other) => widen(fitted.predictProbabilities!(other), other.rows, classes);
  };
}

/** A class that is the last and has no row among those learned from gets probability 0. */
function widen(probabilities: Float64Array, rows: number, classes: number): Float64Array {
  const known = probabilities.length / rows;
  if (known === classes) return probabilities;
  const wide = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) wide.set(probabilities.subarray(row * known, (row + 1) * known), row * classes);
  return wide;
}

const MOST_COLUMNS = 120;

const products = (columns: number): number => (columns * (columns + 1)) / 2;

function isCurved(columns: number, most: number): boolean {
  return columns + products(columns) <= Math.min(MOST_COLUMNS, most);
}

function balancedRows(y: Int32Array, classes: number): number {
  const counts = new Float64Array(classes);
  for (const label of y) counts[label]!++;
  const present = counts.filter((count) => count > 0);
  return present.length * present.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY);
}

function withProducts({ rows, columns, data }: Encoded): Encoded {
  const width = columns + products(columns);
  const wide = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    let to = row * width;
    const from = row * columns;
    for (let i = 0; i < columns; i++) wide[to++] = data[from + i]!;
    for (let i = 0; i < columns; i++) {
      // The square is centered, so that it does not stand for the intercept.
      for (let j = 0; j <= i; j++) wide[to++] = data[from + i]! * data[from + j]! - (i === j ? 1 : 0);
    }
  }
  return { rows, columns: width, data: wide };
}
