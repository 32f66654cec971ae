import { RandomStream } from '@neurite/core/random-stream';
import { criterionOf, type TreeTarget } from './criterion-of.js';
import { type GrowRules, growTree, type TreeNodes } from './grow-tree.js';
import { pruneTree } from './prune-tree.js';
import { amountOf, type ResolvedForest, type ResolvedTree } from './resolve-rules.js';
import type { TrainingTable } from './training-table.js';
import type { TreeArrays } from './tree-set.js';

/** What all trees of a forest grow from: data, which can be sent to another thread. */
export type Growing = {
  readonly table: TrainingTable;
  readonly target: TreeTarget;
  readonly weights: Float64Array;
  readonly rules: ResolvedTree & Pick<ResolvedForest, 'bootstrap' | 'maxSamples' | 'outOfBag'>;
  readonly randomThresholds: boolean;
  readonly seed: number;
};

export type GrownTree = {
  readonly tree: TreeArrays;
  readonly outputs: number;
  /** How often each row was drawn, where that is asked for. */
  readonly counts: Float64Array | undefined;
};

/** @returns what grows the tree of an index, from draws that depend on that and the seed alone */
export function growInForest({
  table,
  target,
  weights,
  rules,
  randomThresholds,
  seed,
}: Growing): (index: number) => GrownTree {
  const drawn = rules.maxSamples === Infinity ? table.rows : amountOf(table.rows, rules.maxSamples);
  return (index) => {
    const random = RandomStream.fromSeed(seed).child(`tree ${index}`);
    const bag = rules.bootstrap ? draw(weights, drawn, random) : undefined;
    const own = { table, target, weights: bag?.weights ?? weights };
    const grown = grow(own, rules, { random, shuffle: true, randomThresholds });
    return { ...grown, counts: rules.outOfBag ? bag?.counts : undefined };
  };
}

/** In arrays that are copied as a whole. */
export function packTree({ tree, ...rest }: GrownTree): GrownTree {
  const packed = Object.entries(tree).map(([name, values]) => [name, Float64Array.from(values)]);
  return { ...rest, tree: Object.fromEntries(packed) as TreeArrays }; // of the same names
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

export function grow(
  { table, target, weights }: Pick<Growing, 'table' | 'target' | 'weights'>,
  options: ResolvedTree,
  { random, shuffle, randomThresholds }: Pick<GrowRules, 'random' | 'shuffle' | 'randomThresholds'>,
): { readonly tree: TreeNodes; readonly outputs: number } {
  const criterion = criterionOf(target, weights);
  const { outputs } = criterion;
  const { maxDepth, minSamplesSplit, minSamplesLeaf, maxLeafNodes, minImpurityDecrease, pruningAlpha } = options;
  const maxFeatures = amountOf(table.columns, options.maxFeatures);
  const limits = { maxDepth, minSamplesSplit, minSamplesLeaf, maxFeatures, maxLeafNodes, minImpurityDecrease };
  const tree = growTree(table, weights, { criterion, rules: { ...limits, random, shuffle, randomThresholds } });
  return { tree: pruningAlpha > 0 ? pruneTree(tree, pruningAlpha, outputs) : tree, outputs };
}
