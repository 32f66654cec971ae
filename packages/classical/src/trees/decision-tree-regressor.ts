import type { Estimator, LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { resolveOptions } from '@neurite/core/checks';
import type { Targets } from '../internal/check-targets.js';
import { fittedRegressor } from '../internal/trees/fitted-trees.js';
import { growOne } from '../internal/trees/grow-forest.js';
import { regressionProblem } from '../internal/trees/problem.js';
import { checkTreeOptions, treeDefaults } from '../internal/trees/resolve-rules.js';
import { restoreTrees } from '../internal/trees/saved-trees.js';
import type { FittedTrees, TreeOptions } from './tree-options.js';

const KIND = 'decisionTreeRegressor';

/** See {@link decisionTreeRegressor}; learns in the call itself. */
export interface DecisionTreeRegressor extends Estimator<Table, FittedTrees> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedTrees;
}

/**
 * A tree of comparisons that predicts values (CART): each node compares one column with a threshold, so that the squared
 * differences from the means of the two parts are smallest, and a leaf predicts its mean.
 *
 * Thresholds lie halfway between two values; among equally good splits the first column is taken, unless `maxFeatures`
 * has columns drawn. Fitting blocks until it is done.
 *
 * @param options how far the tree grows; default: until the values of each leaf are equal
 * @returns an estimator that takes tables with missing values (NaN)
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 1, data: Float64Array.of(1, 2, 5, 6) };
 * const model = decisionTreeRegressor({ maxDepth: 1 }).fit(x, Float64Array.of(10, 12, 40, 42));
 * console.log(model.predict(x)); // 11, 11, 41, 41
 * @see Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984. No surrogate splits.
 */
export function decisionTreeRegressor(options: TreeOptions = {}): DecisionTreeRegressor {
  const resolved = resolveOptions(KIND, options, treeDefaults);
  checkTreeOptions(KIND, resolved);
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const problem = regressionProblem(`${KIND}.fit`, x, y, learn);
      return fittedRegressor(KIND, growOne(problem, resolved, learn.seed ?? 0));
    },
    restore: (saved: SavedEstimator) => fittedRegressor(KIND, restoreTrees(KIND, saved)),
  };
}
