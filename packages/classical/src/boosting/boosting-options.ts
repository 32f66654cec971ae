import type { FittedEstimator, Table } from '@neurite/core';

/** How gradient boosting learns. */
export type BoostingOptions = {
  /** How many times trees are added: one each time, or one for each of three and more classes. At least 1. Default 100. */
  readonly iterations?: number;
  /** What the values of the leaves are multiplied by. Above 0. Default 0.1. */
  readonly learningRate?: number;
  /** How many leaves a tree has at most; the split with the largest gain comes first. At least 2. Default 31. */
  readonly maxLeafNodes?: number;
  /** How many splits lead to a leaf at most. At least 1. Default: no limit. */
  readonly maxDepth?: number;
  /** How many rows a leaf has at least. At least 1. Default 20. */
  readonly minSamplesLeaf?: number;
  /** Added to the second derivatives, which draws the values of small leaves towards 0. At least 0. Default 0. */
  readonly l2?: number;
  /** Which share of the columns is tried in each node, drawn anew each time. Above 0, at most 1. Default 1. */
  readonly maxFeatures?: number;
  /** How many bins the values of a column are put into, without the one of missing values: 2 to 255. Default 255. */
  readonly bins?: number;
  /**
   * The columns, by name or index, whose values are categories: integers of at least 0 without an order, no more
   * different ones than bins. A category that was not there in `fit` counts as missing. Default: none.
   */
  readonly categorical?: readonly (string | number)[];
  /**
   * Columns, by name or index, with which predictions only rise, or only fall, everything else being equal; of a
   * classifier, the probability of class 1 of two. Default: none.
   */
  readonly monotone?: Readonly<Record<string, 'rising' | 'falling'>>;
  /** Ends when the loss of rows that are held back does not fall any more. Default: false. */
  readonly earlyStopping?: false | EarlyStoppingRule;
};

export type EarlyStoppingRule = {
  /** Which share of the rows is held back. Above 0, below 1. Default 0.1. */
  readonly validation?: number;
  /** Which rows these are: some drawn by the seed, or the last ones, where rows are in the order of time. Default `'drawn'`. */
  readonly rows?: 'drawn' | 'last';
  /** After how many iterations without a smaller loss it ends. At least 1. Default 10. */
  readonly patience?: number;
  /** By how much the loss must fall to count as smaller. At least 0. Default 1e-7. */
  readonly tolerance?: number;
};

/** Trees that were added up. */
export interface FittedBoosting extends FittedEstimator {
  /** How many times trees were added. */
  readonly iterations: number;
  /** How much the splits of each column lowered the loss, as a share of all. */
  readonly importances: Float64Array;
  /**
   * The loss of the rows that were held back: at the start, and after each iteration. Empty without early stopping, and
   * after `restore`.
   */
  readonly validationLosses: Float64Array;
}

/** See {@link FittedBoosting}. */
export interface FittedBoostingClassifier extends FittedBoosting {
  /** rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}
