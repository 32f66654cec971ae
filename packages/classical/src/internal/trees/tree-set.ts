import type { Table } from '@neurite/core';
import type { TreeNodes } from './grow-tree.js';

/** Trees behind one another in the same arrays; children are found by their index in these. */
export type TreeSet = {
  readonly columns: number;
  /** How many numbers a node's value has. */
  readonly outputs: number;
  readonly roots: Int32Array;
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  /** 1 where rows without a value go left. */
  readonly missingLefts: Uint8Array;
  readonly lefts: Int32Array;
  readonly rights: Int32Array;
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly impurities: Float64Array;
};

/** The nodes of a tree in arrays of any kind: typed ones, which change threads quickly, among them. */
export type TreeArrays = { readonly [Name in keyof TreeNodes]: ArrayLike<number> };

export function joinTrees(
  trees: readonly TreeArrays[],
  { columns, outputs }: { readonly columns: number; readonly outputs: number },
): TreeSet {
  const nodes = trees.reduce((sum, { features }) => sum + features.length, 0);
  const set: TreeSet = {
    columns,
    outputs,
    roots: new Int32Array(trees.length),
    features: new Int32Array(nodes),
    thresholds: new Float64Array(nodes),
    missingLefts: new Uint8Array(nodes),
    lefts: new Int32Array(nodes),
    rights: new Int32Array(nodes),
    values: new Float64Array(nodes * outputs),
    weights: new Float64Array(nodes),
    impurities: new Float64Array(nodes),
  };
  let root = 0;
  for (const [index, tree] of trees.entries()) {
    set.roots[index] = root;
    set.features.set(tree.features, root);
    set.thresholds.set(tree.thresholds, root);
    set.missingLefts.set(tree.missingLefts, root);
    set.values.set(tree.values, root * outputs);
    set.weights.set(tree.weights, root);
    set.impurities.set(tree.impurities, root);
    for (let node = 0; node < tree.features.length; node++) {
      if (tree.features[node]! < 0) continue;
      set.lefts[root + node] = root + tree.lefts[node]!;
      set.rights[root + node] = root + tree.rights[node]!;
    }
    root += tree.features.length;
  }
  return set;
}

/** The mean of the trees' values for each row: rows × outputs. */
export function meanOfTrees(set: TreeSet, x: Table): Float64Array {
  const { outputs, roots } = set;
  const sums = new Float64Array(x.rows * outputs);
  // One tree for all rows: its nodes stay in the cache.
  for (const root of roots) addTree(set, root, { x, sums });
  for (let i = 0; i < sums.length; i++) sums[i]! /= roots.length;
  return sums;
}

/** Adds the values of one tree, of all rows or of those that `counts` has none of. */
export function addTree(
  { outputs, features, thresholds, missingLefts, lefts, rights, values }: TreeSet,
  root: number,
  { x, sums, counts }: { readonly x: Table; readonly sums: Float64Array; readonly counts?: Float64Array },
): void {
  const { rows, columns, data } = x;
  for (let row = 0; row < rows; row++) {
    if (counts !== undefined && counts[row] !== 0) continue;
    const start = row * columns;
    let node = root;
    for (let feature = features[node]!; feature >= 0; feature = features[node]!) {
      const value = data[start + feature]!;
      const left = value <= thresholds[node]! || (Number.isNaN(value) && missingLefts[node] === 1);
      node = left ? lefts[node]! : rights[node]!;
    }
    for (let k = 0; k < outputs; k++) sums[row * outputs + k]! += values[node * outputs + k]!;
  }
}

/** The decrease of the impurity by each column, as a share of all, averaged over the trees; 0 where no tree was split. */
export function treeImportances({
  columns,
  roots,
  features,
  lefts,
  rights,
  weights,
  impurities,
}: TreeSet): Float64Array {
  const risk = (node: number): number => weights[node]! * impurities[node]!;
  const importances = new Float64Array(columns);
  for (const [index, root] of roots.entries()) {
    const own = new Float64Array(columns);
    const end = roots[index + 1] ?? features.length;
    let total = 0;
    for (let node = root; node < end; node++) {
      const feature = features[node]!;
      if (feature < 0) continue;
      const gain = risk(node) - risk(lefts[node]!) - risk(rights[node]!);
      own[feature]! += gain;
      total += gain;
    }
    if (total > 0) for (let column = 0; column < columns; column++) importances[column]! += own[column]! / total;
  }
  const sum = importances.reduce((all, value) => all + value, 0);
  return sum > 0 ? importances.map((value) => value / sum) : importances;
}
