import type { Estimator, Table } from '@neurite/core';
import { resolveOptions } from '@neurite/core/checks';
import type {
  FittedTrees,
  FittedTreesClassifier,
  ForestOptions,
  TreeClassifierOptions,
  TreeOptions,
} from '../../trees/tree-options.js';
import { fittedClassifier, fittedRegressor } from './fitted-trees.js';
import { growForest } from './grow-forest.js';
import { classProblem, regressionProblem } from './problem.js';
import {
  checkClassifierOptions,
  checkForestOptions,
  checkTreeOptions,
  classifierDefaults,
  forestDefaults,
  treeDefaults,
} from './resolve-rules.js';
import { restoreTrees } from './saved-trees.js';

/** `extra`: with thresholds that are drawn, and by default from all rows. */
type ForestKind<Options> = { readonly kind: string; readonly extra: boolean; readonly options: Options };

export function forestClassifier({
  kind,
  extra,
  options,
}: ForestKind<TreeClassifierOptions & ForestOptions>): Estimator<Table, FittedTreesClassifier> {
  const resolved = resolveOptions(kind, options, {
    ...treeDefaults,
    ...classifierDefaults,
    ...forestDefaults,
    maxFeatures: 'sqrt',
    bootstrap: !extra,
  });
  checkTreeOptions(kind, resolved);
  checkClassifierOptions(kind, resolved);
  checkForestOptions(kind, resolved);
  const { criterion, classWeights } = resolved;
  return {
    name: kind,
    fit: async (x, y, learn) => {
      const problem = classProblem(`${kind}.fit`, { x, y, criterion, classWeights }, learn);
      const grown = { options: resolved, randomThresholds: extra, learn };
      const { set, score } = await growForest(`${kind}.fit`, problem, grown);
      return fittedClassifier(kind, set, score);
    },
    restore: (saved) => fittedClassifier(kind, restoreTrees(kind, saved)),
  };
}

export function forestRegressor({
  kind,
  extra,
  options,
}: ForestKind<TreeOptions & ForestOptions>): Estimator<Table, FittedTrees> {
  const resolved = resolveOptions(kind, options, { ...treeDefaults, ...forestDefaults, bootstrap: !extra });
  checkTreeOptions(kind, resolved);
  checkForestOptions(kind, resolved);
  return {
    name: kind,
    fit: async (x, y, learn) => {
      const problem = regressionProblem(`${kind}.fit`, x, y, learn);
      const grown = { options: resolved, randomThresholds: extra, learn };
      const { set, score } = await growForest(`${kind}.fit`, problem, grown);
      return fittedRegressor(kind, set, score);
    },
    restore: (saved) => fittedRegressor(kind, restoreTrees(kind, saved)),
  };
}
