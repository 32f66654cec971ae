import { type LearnOptions, RandomStream } from '@neurite/core';
import { Turns } from '../turns.js';
import { type GrowRules, growTree, type TreeNodes } from './grow-tree.js';
import { outOfBagScore } from './out-of-bag.js';
import type { Problem } from './problem.js';
import { pruneTree } from './prune-tree.js';
import { amountOf, type ResolvedForest, type ResolvedTree } from './resolve-rules.js';
import { type TrainingTable, trainingTable } from './training-table.js';
import { joinTrees, type TreeSet } from './tree-set.js';

/** One tree of a problem; among equal splits, the one in the first column. */
export function growOne(problem: Problem, options: ResolvedTree, seed: number): TreeSet {
  const random = RandomStream.fromSeed(seed).child('tree');
  const shuffle = amountOf(problem.x.columns, options.maxFeatures) < problem.x.columns;
  const table = trainingTable(problem.x, { ranked: true });
  const { tree, outputs } = grow({ problem, table, weights: problem.weights }, options, {
    random,
    shuffle,
    randomThresholds: false,
  });
  return joinTrees([tree], { columns: problem.x.columns, outputs });
}

/** Many trees, each of draws of its own; the event loop has its turns between them. */
export async function growForest(
  problem: Problem,
  options: ResolvedTree & ResolvedForest & { readonly randomThresholds: boolean; readonly classifies: boolean },
  { seed = 0, signal }: LearnOptions = {},
): Promise<{ readonly set: TreeSet; readonly score: number | undefined }> {
  const { x, weights } = problem;
  const random = RandomStream.fromSeed(seed);
  const { randomThresholds } = options;
  const table = trainingTable(x, { ranked: !randomThresholds });
  const drawn = options.maxSamples === Infinity ? x.rows : amountOf(x.rows, options.maxSamples);
  const trees: TreeNodes[] = [];
  const counts: Float64Array[] = [];
  let outputs = 1;
  const turns = new Turns(signal);
  for (let index = 0; index < options.trees; index++) {
    await turns.next();
    const own = random.child(`tree ${index}`);
    const bag = options.bootstrap ? draw(weights, drawn, own) : undefined;
    const grown = grow({ problem, table, weights: bag?.weights ?? weights }, options, {
      random: own,
      shuffle: true,
      randomThresholds,
    });
    outputs = grown.outputs;
    trees.push(grown.tree);
    if (bag !== undefined && options.outOfBag) counts.push(bag.counts);
  }
  const set = joinTrees(trees, { columns: x.columns, outputs });
  return {
    set,
    score: options.outOfBag ? outOfBagScore(set, problem, { counts, classifies: options.classifies }) : undefined,
  };
}

/** Draws rows with replacement. @returns how often each was, and its weight so many times */
function draw(
  weights: Float64Array,
  drawn: number,
  random: RandomStream,
): { counts: Float64Array; weights: Float64Array } {
  const counts = new Float64Array(weights.length);
  const own = new Float64Array(weights.length);
  // Rows that weigh something are drawn at last, however many do not.
  while (own.every((weight) => weight === 0)) {
    counts.fill(0);
    for (let i = 0; i < drawn; i++) counts[random.integer(weights.length)]!++;
    for (let row = 0; row < own.length; row++) own[row] = counts[row]! * weights[row]!;
  }
  return { counts, weights: own };
}

function grow(
  { problem, table, weights }: { problem: Problem; table: TrainingTable; weights: Float64Array },
  options: ResolvedTree,
  { random, shuffle, randomThresholds }: Pick<GrowRules, 'random' | 'shuffle' | 'randomThresholds'>,
): { tree: TreeNodes; outputs: number } {
  const criterion = problem.criterion(weights);
  const { outputs } = criterion;
  const { maxDepth, minSamplesSplit, minSamplesLeaf, maxLeafNodes, minImpurityDecrease, pruningAlpha } = options;
  const maxFeatures = amountOf(table.columns, options.maxFeatures);
  const limits = { maxDepth, minSamplesSplit, minSamplesLeaf, maxFeatures, maxLeafNodes, minImpurityDecrease };
  const tree = growTree(table, weights, { criterion, rules: { ...limits, random, shuffle, randomThresholds } });
  return { tree: pruningAlpha > 0 ? pruneTree(tree, pruningAlpha, outputs) : tree, outputs };
}
