import type { Estimator, Table } from '@neurite/core';
import { forestClassifier } from '../internal/trees/forests.js';
import type { FittedTreesClassifier, ForestOptions, TreeClassifierOptions } from './tree-options.js';

/**
 * Extremely randomized trees that classify: as a random forest, but the thresholds are drawn, one for each column that a
 * node tries, and every tree learns from all rows.
 *
 * Targets are indices of classes from 0.
 *
 * @param options how many trees, and how far they grow; default: 100, as far as they can
 * @returns an estimator that takes tables with missing values (NaN); its `fit` lets the event loop have turns between trees,
 *   ends with the reason of its signal once that is aborted, and gives the same model for the same seed
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = await extraTreesClassifier({ trees: 20 }).fit(x, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(6) })); // 1
 * @see Geurts, Ernst and Wehenkel, "Extremely randomized trees", 2006
 */
export function extraTreesClassifier(
  options: TreeClassifierOptions & ForestOptions = {},
): Estimator<Table, FittedTreesClassifier> {
  return forestClassifier({ kind: 'extraTreesClassifier', extra: true, options });
}
