import type { BinRules } from './bins.js';
import type { BoostedTrees } from './boosted-trees.js';
import type { GrowNode } from './grow-boosted-tree.js';

/** A tree whose children and sets are counted from its own first ones. */
type PackedTree = Pick<
  BoostedTrees,
  'features' | 'thresholds' | 'lefts' | 'missingLefts' | 'setIndices' | 'values' | 'counts' | 'gains'
> & { readonly sets: Int32Array[] };

/** Puts grown trees into arrays. */
export class TreeBuilder {
  readonly #rules: BinRules;
  readonly #categories: Float64Array;
  readonly #categoryOffsets: Int32Array;
  readonly #columns: number;
  readonly #baseline: Float64Array;
  readonly #trees: PackedTree[] = [];

  constructor(rules: BinRules, baseline: Float64Array) {
    this.#rules = rules;
    this.#columns = rules.edges.length;
    this.#baseline = baseline;
    const known = rules.edges.map((own, column) => (rules.categorical[column] ? own : new Float64Array(0)));
    this.#categoryOffsets = new Int32Array(this.#columns + 1);
    for (const [column, own] of known.entries()) {
      this.#categoryOffsets[column + 1] = this.#categoryOffsets[column]! + own.length;
    }
    this.#categories = new Float64Array(this.#categoryOffsets.at(-1)!);
    for (const [column, own] of known.entries()) this.#categories.set(own, this.#categoryOffsets[column]);
  }

  /** Takes what is needed of the nodes, no more. */
  add(nodes: readonly GrowNode[], values: Float64Array): void {
    const tree: PackedTree = {
      features: new Int32Array(nodes.length).fill(-1),
      thresholds: new Float64Array(nodes.length),
      lefts: new Int32Array(nodes.length),
      missingLefts: new Uint8Array(nodes.length),
      sets: [],
      setIndices: new Int32Array(nodes.length).fill(-1),
      values,
      counts: Float64Array.from(nodes, ({ count }) => count),
      gains: new Float64Array(nodes.length),
    };
    for (const [node, { split, leftChild, missingLeft }] of nodes.entries()) {
      if (leftChild === 0 || split === undefined) continue;
      tree.features[node] = split.column;
      tree.lefts[node] = leftChild;
      tree.missingLefts[node] = missingLeft ? 1 : 0;
      tree.gains[node] = split.gain;
      if (split.categories === undefined) {
        // Where only missing values go right, there is no edge.
        tree.thresholds[node] = this.#rules.edges[split.column]![split.bin] ?? Infinity;
      } else tree.setIndices[node] = tree.sets.push(split.categories) - 1;
    }
    this.#trees.push(tree);
  }

  trees(from = 0): BoostedTrees {
    const all = this.#trees.slice(from);
    const size = all.reduce((sum, { features }) => sum + features.length, 0);
    const roots = new Int32Array(all.length);
    const features = new Int32Array(size);
    const thresholds = new Float64Array(size);
    const lefts = new Int32Array(size);
    const missingLefts = new Uint8Array(size);
    const setIndices = new Int32Array(size);
    const counts = new Float64Array(size);
    const gains = new Float64Array(size);
    const values = new Float64Array(size);
    const sets = all.flatMap((tree) => tree.sets);
    let root = 0;
    let firstSet = 0;
    for (const [index, tree] of all.entries()) {
      roots[index] = root;
      features.set(tree.features, root);
      thresholds.set(tree.thresholds, root);
      missingLefts.set(tree.missingLefts, root);
      counts.set(tree.counts, root);
      gains.set(tree.gains, root);
      values.set(tree.values, root);
      for (let i = 0; i < tree.features.length; i++) {
        lefts[root + i] = tree.lefts[i] === 0 ? 0 : root + tree.lefts[i]!;
        setIndices[root + i] = tree.setIndices[i]! < 0 ? -1 : firstSet + tree.setIndices[i]!;
      }
      root += tree.features.length;
      firstSet += tree.sets.length;
    }
    const bits = new Int32Array(sets.length * 8);
    for (const [i, set] of sets.entries()) bits.set(set, i * 8);
    return {
      columns: this.#columns,
      baseline: this.#baseline,
      roots,
      features,
      thresholds,
      lefts,
      missingLefts,
      setIndices,
      sets: bits,
      categories: this.#categories,
      categoryOffsets: this.#categoryOffsets,
      values,
      counts,
      gains,
    };
  }
}
