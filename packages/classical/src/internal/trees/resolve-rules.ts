import { checkChoice, checkInteger, checkNumber } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { ForestOptions, TreeClassifierOptions, TreeOptions } from '../../trees/tree-options.js';
import { checkClassWeights } from '../class-targets.js';
import { checkWorkers } from '../workers/check-workers.js';

type All<Options> = { readonly [K in keyof Options]-?: Exclude<Options[K], undefined> };
export type ResolvedTree = All<TreeOptions>;
export type ResolvedForest = All<ForestOptions>;
/** Class weights are undefined where all are 1. */
export type ResolvedClassifier = All<Pick<TreeClassifierOptions, 'criterion'>> & {
  readonly classWeights: TreeClassifierOptions['classWeights'] | undefined;
};

export const treeDefaults: ResolvedTree = {
  maxDepth: Infinity,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  maxFeatures: 'all',
  maxLeafNodes: Infinity,
  minImpurityDecrease: 0,
  pruningAlpha: 0,
};
export const classifierDefaults: ResolvedClassifier = { criterion: 'gini', classWeights: undefined };
export const forestDefaults: ResolvedForest = {
  trees: 100,
  bootstrap: true,
  maxSamples: Infinity,
  outOfBag: false,
  workers: 1,
};

export function checkTreeOptions(where: string, options: ResolvedTree): void {
  const { maxDepth, minSamplesSplit, minSamplesLeaf, maxFeatures, maxLeafNodes } = options;
  if (maxDepth !== Infinity) checkInteger(where, 'maxDepth', maxDepth, { min: 1 });
  checkInteger(where, 'minSamplesSplit', minSamplesSplit, { min: 2 });
  checkInteger(where, 'minSamplesLeaf', minSamplesLeaf, { min: 1 });
  if (typeof maxFeatures === 'number') checkAmount(where, 'maxFeatures', maxFeatures);
  else checkChoice(where, 'maxFeatures', maxFeatures, ['all', 'sqrt', 'log2']);
  if (maxLeafNodes !== Infinity) checkInteger(where, 'maxLeafNodes', maxLeafNodes, { min: 2 });
  checkNumber(where, 'minImpurityDecrease', options.minImpurityDecrease, { atLeast: 0 });
  checkNumber(where, 'pruningAlpha', options.pruningAlpha, { atLeast: 0 });
}

export function checkClassifierOptions(where: string, { criterion, classWeights }: ResolvedClassifier): void {
  checkChoice(where, 'criterion', criterion, ['gini', 'entropy']);
  checkClassWeights(where, classWeights);
}

export function checkForestOptions(where: string, options: ResolvedForest): void {
  const { trees, maxSamples, bootstrap, outOfBag } = options;
  checkWorkers(where, options.workers);
  checkInteger(where, 'trees', trees, { min: 1 });
  if (maxSamples !== Infinity) checkAmount(where, 'maxSamples', maxSamples);
  if (bootstrap || (!outOfBag && maxSamples === Infinity)) return;
  const expected = 'be true where `outOfBag` or `maxSamples` is given';
  throw new ArgumentError({ where, argument: 'bootstrap', expected, received: 'false' });
}

/** An integer of at least 1, or a share between 0 and 1. */
function checkAmount(where: string, argument: string, value: number): void {
  if (value >= 1) checkInteger(where, argument, value, { min: 1 });
  else checkNumber(where, argument, value, { above: 0 });
}

/** How many of `total` an amount is: at least 1, and no more than there are. */
export function amountOf(total: number, amount: ResolvedTree['maxFeatures']): number {
  if (amount === 'all') return total;
  if (amount === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(total)));
  if (amount === 'log2') return Math.max(1, Math.floor(Math.log2(total)));
  return Math.min(total, amount < 1 ? Math.max(1, Math.floor(amount * total)) : amount);
}
