import type { Estimator, FittedEstimator, LearnOptions, Table } from '@neurite/core';
import { checkTable } from '../internal/check-table.js';
import { checkValues, type Targets } from '../internal/check-targets.js';
import { neighborEstimator, type Remembered, saveNeighbors, voter } from '../internal/neighbors/fitted-neighbors.js';
import type { NeighborOptions } from './neighbor-options.js';

const KIND = 'kNeighborsRegressor';

/** See {@link kNeighborsRegressor}; learns in the call itself. */
export interface KNeighborsRegressor extends Estimator<Table, FittedEstimator> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedEstimator;
}

/**
 * The mean of the values of the nearest rows, by Euclidean distance. Columns should have similar scales. The weight of a row
 * is how much its value counts.
 *
 * Of rows that are equally far, the first ones are asked. Fitting copies the rows; the first prediction builds the tree.
 * Both block.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are fewer rows than neighbors
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = kNeighborsRegressor({ neighbors: 2 }).fit(x, Float64Array.of(10, 20, 50, 60));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(5.2) })); // 55
 * @see Altman, "An introduction to kernel and nearest-neighbor nonparametric regression", 1992
 */
export function kNeighborsRegressor(options: NeighborOptions = {}): KNeighborsRegressor {
  const classesOf = (where: string, y: Targets, rows: number): number => {
    checkValues(where, y, rows);
    return 0;
  };
  return neighborEstimator(KIND, options, { classesOf, fitted });
}

function fitted(remembered: Remembered): FittedEstimator {
  const vote = voter(remembered);
  return {
    name: KIND,
    predict: (x) => {
      checkTable(`${KIND}.predict`, x, { columns: remembered.x.columns });
      const means = new Float64Array(x.rows);
      vote(x, ({ query, row, share }) => {
        means[query]! += share * remembered.y[row]!;
      });
      return means;
    },
    save: () => saveNeighbors(KIND, remembered),
  };
}
