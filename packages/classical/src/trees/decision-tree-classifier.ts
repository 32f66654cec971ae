import type { Estimator, LearnOptions, SavedEstimator, Table } from '@neurite/core';
import { resolveOptions } from '@neurite/core/checks';
import type { Targets } from '../internal/check-targets.js';
import { fittedClassifier } from '../internal/trees/fitted-trees.js';
import { growOne } from '../internal/trees/grow-forest.js';
import { classProblem } from '../internal/trees/problem.js';
import {
  checkClassifierOptions,
  checkTreeOptions,
  classifierDefaults,
  treeDefaults,
} from '../internal/trees/resolve-rules.js';
import { restoreTrees } from '../internal/trees/saved-trees.js';
import type { FittedTreesClassifier, TreeClassifierOptions } from './tree-options.js';

const KIND = 'decisionTreeClassifier';

/** See {@link decisionTreeClassifier}; learns in the call itself. */
export interface DecisionTreeClassifier extends Estimator<Table, FittedTreesClassifier> {
  fit(x: Table, y: Targets, options?: LearnOptions): FittedTreesClassifier;
}

/**
 * A tree of comparisons that classifies (CART): each node compares one column with a threshold, so that the classes in
 * the two parts are as pure as one comparison can make them, and a leaf predicts the shares of its classes.
 *
 * Targets are indices of classes from 0. Thresholds lie halfway between two values; among equally good splits the first
 * column is taken, unless `maxFeatures` has columns drawn. Fitting blocks until it is done.
 *
 * @param options how far the tree grows; default: until each leaf is pure
 * @returns an estimator that takes tables with missing values (NaN)
 * @throws ArgumentError when an option is unknown or out of bounds
 * @example
 * const x = { rows: 4, columns: 2, data: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1) };
 * const model = decisionTreeClassifier().fit(x, Int32Array.of(0, 1, 1, 0));
 * console.log(model.predict(x)); // 0, 1, 1, 0
 * @see Breiman, Friedman, Olshen and Stone, "Classification and Regression Trees", 1984. No surrogate splits.
 */
export function decisionTreeClassifier(options: TreeClassifierOptions = {}): DecisionTreeClassifier {
  const resolved = resolveOptions(KIND, options, { ...treeDefaults, ...classifierDefaults });
  checkTreeOptions(KIND, resolved);
  checkClassifierOptions(KIND, resolved);
  const { criterion, classWeights } = resolved;
  return {
    name: KIND,
    fit: (x, y, learn = {}) => {
      const problem = classProblem(`${KIND}.fit`, { x, y, criterion, classWeights }, learn);
      return fittedClassifier(KIND, growOne(problem, resolved, learn.seed ?? 0));
    },
    restore: (saved: SavedEstimator) => fittedClassifier(KIND, restoreTrees(KIND, saved)),
  };
}
