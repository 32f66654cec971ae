import type { Criterion } from './criterion.js';
import { type SplitRules, Splitter } from './splitter.js';
import type { TrainingTable } from './training-table.js';

/** The nodes of a tree, each after its parent; node 0 is the root. */
export type TreeNodes = {
  /** The column that a node compares, −1 in a leaf. */
  readonly features: number[];
  readonly thresholds: number[];
  /** 1 where rows without a value go left. */
  readonly missingLefts: number[];
  /** Where rows go that are at most the threshold, and where the others go; 0 in a leaf. */
  readonly lefts: number[];
  readonly rights: number[];
  /** nodes × outputs. */
  readonly values: number[];
  readonly weights: number[];
  readonly impurities: number[];
};

export type GrowRules = SplitRules & {
  readonly maxDepth: number;
  readonly minSamplesSplit: number;
  readonly maxLeafNodes: number;
  readonly minImpurityDecrease: number;
};

/**
 * Grows a tree: depth-first, or with the largest decrease of impurity first where the number of leaves is limited.
 *
 * @param weights a row of weight 0 is left out
 */
export function growTree(
  table: TrainingTable,
  weights: Float64Array,
  { criterion, rules }: { readonly criterion: Criterion; readonly rules: GrowRules },
): TreeNodes {
  const { maxDepth, minSamplesSplit, minSamplesLeaf, maxLeafNodes, minImpurityDecrease } = rules;
  const samples = Uint32Array.from({ length: table.rows }, (_, row) => row).filter((row) => weights[row]! > 0);
  const splitter = new Splitter(table, weights, criterion, rules);
  const tree: TreeNodes = {
    features: [],
    thresholds: [],
    missingLefts: [],
    lefts: [],
    rights: [],
    values: [],
    weights: [],
    impurities: [],
  };
  const starts: number[] = [];
  const middles: number[] = [];
  const ends: number[] = [];
  const depths: number[] = [];
  const gains: number[] = [];
  const frontier: number[] = [];

  const open = (start: number, end: number, depth: number): number => {
    const rows = { samples, start, end };
    criterion.open(rows, weights);
    const node = tree.features.length;
    const count = end - start;
    const mayBeSplit =
      depth < maxDepth && count >= minSamplesSplit && count >= 2 * minSamplesLeaf && criterion.impurity > 0;
    const found = mayBeSplit && splitter.find(rows);
    const gain = found ? splitter.score - criterion.score : 0;
    const split = found && gain / (tree.weights[0] ?? criterion.weight) + Number.EPSILON >= minImpurityDecrease;
    tree.features.push(split ? splitter.feature : -1);
    tree.thresholds.push(split ? splitter.threshold : 0);
    tree.missingLefts.push(split && splitter.missingLeft ? 1 : 0);
    tree.lefts.push(0);
    tree.rights.push(0);
    tree.weights.push(criterion.weight);
    tree.impurities.push(criterion.impurity);
    criterion.pushValue(tree.values);
    starts.push(start);
    middles.push(split ? splitter.partition(rows) : start);
    ends.push(end);
    depths.push(depth);
    gains.push(gain);
    if (split) frontier.push(node);
    return node;
  };

  open(0, samples.length, 0);
  for (let leaves = 1; leaves < maxLeafNodes && frontier.length > 0; leaves++) {
    const node = maxLeafNodes === Infinity ? frontier.pop()! : takeLargest(frontier, gains);
    tree.lefts[node] = open(starts[node]!, middles[node]!, depths[node]! + 1);
    tree.rights[node] = open(middles[node]!, ends[node]!, depths[node]! + 1);
  }
  for (const node of frontier) {
    tree.features[node] = -1;
    tree.thresholds[node] = 0;
    tree.missingLefts[node] = 0;
  }
  return tree;
}

function takeLargest(frontier: number[], gains: readonly number[]): number {
  let largest = 0;
  for (let i = 1; i < frontier.length; i++) {
    if (gains[frontier[i]!]! > gains[frontier[largest]!]!) largest = i;
  }
  return frontier.splice(largest, 1)[0]!;
}
