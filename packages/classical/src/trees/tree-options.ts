import type { FittedEstimator, Table } from '@neurite/core';
import type { Workers } from '../workers/workers.js';

/** How far a tree grows. */
export type TreeOptions = {
  /** How many splits lead to a leaf at most. An integer of at least 1. Default: no limit. */
  readonly maxDepth?: number;
  /** How many rows a node must have to be split. An integer of at least 2. Default 2. */
  readonly minSamplesSplit?: number;
  /** How many rows each part of a split must have. An integer of at least 1. Default 1. */
  readonly minSamplesLeaf?: number;
  /**
   * How many columns are tried in each node: all, the square root or the logarithm to base 2 of their number, a share
   * below 1, or an integer of at least 1. Default: `'all'`; `'sqrt'` in forests that classify.
   */
  readonly maxFeatures?: number | 'all' | 'sqrt' | 'log2';
  /** How many leaves a tree has at most; the split that lowers the impurity most comes first. At least 2. Default: no limit. */
  readonly maxLeafNodes?: number;
  /** How much a split must lower the impurity, times the node's share of the weights. At least 0. Default 0. */
  readonly minImpurityDecrease?: number;
  /** Subtrees are pruned that lower the impurity by no more than this for each leaf. At least 0. Default 0: none. */
  readonly pruningAlpha?: number;
};

/** What trees that classify take besides. */
export type TreeClassifierOptions = TreeOptions & {
  /** What a split should lower: 1 − Σ p², or −Σ p log₂ p. Default `'gini'`. */
  readonly criterion?: 'gini' | 'entropy';
  /**
   * By what the weights of the rows of each class are multiplied: a number of at least 0 for each class, or `'balanced'`
   * for rows / (classes × rows of the class). Default: 1 each.
   */
  readonly classWeights?: readonly number[] | 'balanced';
};

/** What forests take besides. */
export type ForestOptions = {
  /** How many trees there are. An integer of at least 1. Default 100. */
  readonly trees?: number;
  /** Whether each tree learns from rows that are drawn with replacement. Default: true; false for extra trees. */
  readonly bootstrap?: boolean;
  /** How many rows are drawn for each tree: an integer of at least 1, or a share below 1. Default: as many as there are. */
  readonly maxSamples?: number;
  /** Whether `outOfBagScore` is computed; needs `bootstrap`. Default false. */
  readonly outOfBag?: boolean;
  /** How many threads grow trees, and what they run. Default 1: the thread of the call. */
  readonly workers?: Workers;
};

/** One tree, or many. */
export interface FittedTrees extends FittedEstimator {
  /** How many trees there are. */
  readonly trees: number;
  /** How many leaves they have together. */
  readonly leaves: number;
  /**
   * How much each column lowered the impurity, as a share of all, averaged over the trees. Columns with many different
   * values are favored.
   */
  readonly importances: Float64Array;
  /**
   * How well each row is predicted by the trees that have not seen it: the accuracy, or R² of a regression. Undefined
   * where it was not asked for, and after `restore`.
   */
  readonly outOfBagScore: number | undefined;
}

/** See {@link FittedTrees}. */
export interface FittedTreesClassifier extends FittedTrees {
  /** The mean of the shares of the classes in the leaves of a row: rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}
