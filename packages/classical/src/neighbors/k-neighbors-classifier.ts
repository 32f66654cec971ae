import type { Estimator, FittedEstimator, LearnOptions, Table } from '@neurite/core';
import { checkTable } from '../internal/check-table.js';
import { countClasses, type Targets } from '../internal/check-targets.js';
import { neighborEstimator, type Remembered, saveNeighbors, voter } from '../internal/neighbors/fitted-neighbors.js';
import { largestOfRows } from '../internal/rows.js';
import type { NeighborOptions } from './neighbor-options.js';

const KIND = 'kNeighborsClassifier';

/** Rows that vote. */
export interface FittedKNeighborsClassifier extends FittedEstimator {
  /** The share of the neighbors of each class: rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}

/** See {@link kNeighborsClassifier}; learns in the call itself. */
export interface KNeighborsClassifier extends Estimator<Table, FittedKNeighborsClassifier> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedKNeighborsClassifier;
}

/**
 * The class that most of the nearest rows have, by Euclidean distance. Columns should have similar scales. The weight of a
 * row is how much its vote counts.
 *
 * Targets are indices of classes from 0. Of rows that are equally far, the first ones are asked; of classes with equally
 * many votes, the first one is predicted. Fitting copies the rows; the first prediction builds the tree. Both block.
 *
 * @returns an estimator that takes tables without missing values
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when there are fewer rows than neighbors
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = kNeighborsClassifier({ neighbors: 1 }).fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(4) })); // 1
 * @see Cover and Hart, "Nearest neighbor pattern classification", 1967
 */
export function kNeighborsClassifier(options: NeighborOptions = {}): KNeighborsClassifier {
  return neighborEstimator(KIND, options, { classesOf: countClasses, fitted });
}

function fitted(remembered: Remembered): FittedKNeighborsClassifier {
  const { classes, y } = remembered;
  const vote = voter(remembered);
  const predictProbabilities = (x: Table): Float64Array => {
    checkTable(`${KIND}.predict`, x, { columns: remembered.x.columns });
    const shares = new Float64Array(x.rows * classes);
    vote(x, ({ query, row, share }) => {
      shares[query * classes + y[row]!]! += share;
    });
    return shares;
  };
  return {
    name: KIND,
    predict: (x) => largestOfRows(predictProbabilities(x), classes),
    predictProbabilities,
    save: () => saveNeighbors(KIND, remembered),
  };
}
