import type { Estimator, Table } from '@neurite/core';
import { forestRegressor } from '../internal/trees/forests.js';
import type { FittedTrees, ForestOptions, TreeOptions } from './tree-options.js';

/**
 * A random forest that predicts values: the mean of trees, each grown from rows drawn with replacement.
 *
 * With `maxFeatures`, each node tries only some columns, which makes the trees differ more.
 *
 * @param options how many trees, and how far they grow; default: 100, as far as they can
 * @returns an estimator that takes tables with missing values (NaN); its `fit` lets the event loop have turns between trees,
 *   ends with the reason of its signal once that is aborted, and gives the same model for the same seed
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = await randomForestRegressor({ trees: 20 }).fit(x, Float64Array.of(10, 10, 40, 40));
 * console.log(model.predict({ rows: 1, columns: 1, data: Float64Array.of(6) })); // about 40
 * @see Breiman, "Random forests", 2001. All columns are tried in each node by default, as in scikit-learn.
 */
export function randomForestRegressor(options: TreeOptions & ForestOptions = {}): Estimator<Table, FittedTrees> {
  return forestRegressor({ kind: 'randomForestRegressor', extra: false, options });
}
