import type { BinRules } from './bins.js';
import type { BoostedTrees } from './boosted-trees.js';
import type { GrowNode } from './grow-boosted-tree.js';

/** Puts grown trees into arrays. */
export class TreeBuilder {
  readonly #rules: BinRules;
  readonly #categories: Float64Array;
  readonly #categoryOffsets: Int32Array;
  readonly #columns: number;
  readonly #baseline: Float64Array;
  readonly #trees: { readonly nodes: readonly GrowNode[]; readonly values: Float64Array }[] = [];

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

  add(nodes: readonly GrowNode[], values: Float64Array): void {
    this.#trees.push({ nodes, values });
  }

  trees(from = 0): BoostedTrees {
    const all = this.#trees.slice(from);
    const size = all.reduce((sum, { nodes }) => sum + nodes.length, 0);
    const roots = new Int32Array(all.length);
    const features = new Int32Array(size).fill(-1);
    const thresholds = new Float64Array(size);
    const lefts = new Int32Array(size);
    const missingLefts = new Uint8Array(size);
    const setIndices = new Int32Array(size).fill(-1);
    const counts = new Float64Array(size);
    const gains = new Float64Array(size);
    const values = new Float64Array(size);
    const sets: Int32Array[] = [];
    let root = 0;
    for (const [index, tree] of all.entries()) {
      roots[index] = root;
      values.set(tree.values, root);
      for (const [i, { split, count, leftChild, missingLeft }] of tree.nodes.entries()) {
        const node = root + i;
        counts[node] = count;
        if (leftChild === 0 || split === undefined) continue;
        features[node] = split.column;
        lefts[node] = root + leftChild;
        missingLefts[node] = missingLeft ? 1 : 0;
        gains[node] = split.gain;
        if (split.categories === undefined) {
          // Where only missing values go right, there is no edge.
          thresholds[node] = this.#rules.edges[split.column]![split.bin] ?? Infinity;
        } else setIndices[node] = sets.push(split.categories) - 1;
      }
      root += tree.nodes.length;
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
