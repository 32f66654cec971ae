import type { FittedEstimator, Table } from '@neurite/core';
import { checkInteger, checkKind, describeValue, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import { checkTable } from '../internal/check-table.js';

export type PartialDependenceOptions = {
  /** One column or two, by name or index. */
  readonly columns: readonly [string | number] | readonly [string | number, string | number];
  /** How many values of each column are tried. At least 2. Default 50. */
  readonly points?: number;
  /** The values that are left out at each end of a column, as a share of the rows: at least 0, below 0.5. Default 0.05. */
  readonly margin?: number;
  /** The class whose probability is predicted. Default: 1; of models without probabilities, the prediction itself. */
  readonly label?: number;
};

export type PartialDependence = {
  /** The values that were tried, of each column. */
  readonly grid: readonly Float64Array[];
  /** The mean prediction at each of them: points, or points of the first × points of the second column. */
  readonly means: Float64Array;
};

/**
 * What a model predicts on average when one or two columns have given values: f(v) = mean over the rows of f(row, with v in
 * the column).
 *
 * @param model whatever predicts tables
 * @param x rows that are as usual; missing values stay where they are in the other columns
 * @returns means at the values of the columns, or at evenly spaced ones between their margins where there are more values
 *   than points; blocks until it is done
 * @throws ArgumentError when an option is unknown or out of bounds, or a column is not there
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 3, 4) };
 * const model = linearRegression().fit(x, Float64Array.of(2, 4, 6, 8));
 * console.log(partialDependence(model, x, { columns: [0] }).means); // 2, 4, 6, 8
 * @see Friedman, "Greedy function approximation: a gradient boosting machine", 2001, section 8
 */
export function partialDependence(
  model: FittedEstimator,
  x: Table,
  options: PartialDependenceOptions,
): PartialDependence {
  const where = 'partialDependence';
  const { columns, points, margin, label } = resolveOptions(where, options, {
    columns: options?.columns,
    points: 50,
    margin: 0.05,
    label: 1,
  });
  checkKind(where, 'model', model, { be: 'what an estimator has learned', member: 'predict' });
  checkTable(where, x, { missing: true });
  if (!Array.isArray(columns) || columns.length < 1 || columns.length > 2) {
    const expected = 'be an array of one or two names or indices of columns';
    throw new ArgumentError({ where, argument: 'columns', expected, received: describeValue(columns) });
  }
  checkInteger(where, 'points', points, { min: 2 });
  checkInteger(where, 'label', label, { min: 0 });
  if (!(margin >= 0 && margin < 0.5)) {
    const expected = 'be at least 0 and below 0.5';
    throw new ArgumentError({ where, argument: 'margin', expected, received: String(margin) });
  }
  const indices = columns.map((column) => {
    const index = typeof column === 'number' ? column : (x.names?.indexOf(column) ?? -1);
    if (Number.isInteger(index) && index >= 0 && index < x.columns) return index;
    const expected = `have names of columns, or indices below ${x.columns}`;
    throw new ArgumentError({ where, argument: 'columns', expected, received: String(column) });
  });
  const grid = indices.map((column) => gridOf(x, column, { points, margin }));
  const data = x.data.slice();
  const [first, second] = grid;
  const width = second?.length ?? 1;
  const means = new Float64Array(first!.length * width);
  for (let i = 0; i < means.length; i++) {
    const places = [Math.floor(i / width), i % width];
    for (const [k, column] of indices.entries()) {
      const value = grid[k]![places[k]!]!;
      for (let row = 0; row < x.rows; row++) data[row * x.columns + column] = value;
    }
    means[i] = meanPrediction(where, model, { table: { ...x, data }, label });
  }
  return { grid, means };
}

function gridOf(x: Table, column: number, { points, margin }: { points: number; margin: number }): Float64Array {
  const values = Float64Array.from({ length: x.rows }, (_, row) => x.data[row * x.columns + column]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const different = values.filter((value, i) => i === 0 || value !== values[i - 1]);
  if (different.length <= points) return different;
  // Cunnane's estimate of a quantile, as in scikit-learn.
  const at = (share: number): number => {
    const place = share * values.length + 0.4 + 0.2 * share;
    const index = Math.min(Math.max(Math.floor(place), 1), values.length - 1);
    const between = Math.min(Math.max(place - index, 0), 1);
    return (1 - between) * values[index - 1]! + between * values[index]!;
  };
  const low = at(margin);
  const high = at(1 - margin);
  return Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
}

function meanPrediction(
  where: string,
  model: FittedEstimator,
  { table, label }: { readonly table: Table; readonly label: number },
): number {
  const probabilities = model.predictProbabilities?.(table);
  if (probabilities === undefined) return model.predict(table).reduce((sum, value) => sum + value, 0) / table.rows;
  const classes = probabilities.length / table.rows;
  checkInteger(where, 'label', label, { max: classes - 1 });
  let sum = 0;
  for (let row = 0; row < table.rows; row++) sum += probabilities[row * classes + label]!;
  return sum / table.rows;
}
