import type { Table } from '@neurite/core';
import { lowerBound } from './bins.js';

/** Trees whose values are added up, all in the same arrays; a node's right child follows its left one. */
export type BoostedTrees = {
  readonly columns: number;
  /** What is predicted without a tree; as many numbers as trees are grown in each iteration. */
  readonly baseline: Float64Array;
  /** The first node of each tree: those of the first iteration first. */
  readonly roots: Int32Array;
  /** The column that a node compares, −1 in a leaf. */
  readonly features: Int32Array;
  readonly thresholds: Float64Array;
  /** Where rows go that are at most the threshold, or in the categories; 0 in a leaf. */
  readonly lefts: Int32Array;
  /** 1 where missing values go left. */
  readonly missingLefts: Uint8Array;
  /** Which of `sets` has the categories that go left; −1 where a threshold is compared. */
  readonly setIndices: Int32Array;
  /** Sets of categories by their index in `categories`, of 8 × 32 bits each. */
  readonly sets: Int32Array;
  /** The known categories of each column, one after another. */
  readonly categories: Float64Array;
  /** Where those of each column begin, with the total at the end. */
  readonly categoryOffsets: Int32Array;
  readonly values: Float64Array;
  /** How many rows each node has learned from. */
  readonly counts: Float64Array;
  /** How much each split has lowered the loss. */
  readonly gains: Float64Array;
};

/** Rows are taken in blocks, which stay in the cache while all trees pass. */
const BLOCK = 1024;

/** The baseline and the sum of the trees, of each output: outputs × rows. */
export function sumOfTrees(trees: BoostedTrees, x: Table): Float64Array {
  const sums = new Float64Array(trees.baseline.length * x.rows);
  for (const [k, value] of trees.baseline.entries()) sums.fill(value, k * x.rows, (k + 1) * x.rows);
  addTrees(trees, x, sums);
  return sums;
}

/** Adds the trees to what is predicted so far, outputs × rows. */
export function addTrees(trees: BoostedTrees, x: Table, sums: Float64Array): void {
  const outputs = trees.baseline.length;
  const plain = trees.sets.length === 0 && !hasMissing(x);
  for (let start = 0; start < x.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, x.rows);
    for (let tree = 0; tree < trees.roots.length; tree++) {
      const offset = (tree % outputs) * x.rows;
      if (plain) addPlain(trees, tree, { x, start, end, sums, offset });
      else addAny(trees, tree, { x, start, end, sums, offset });
    }
  }
}

/** Whether a row goes to the left child of a node. */
export function goesLeft(trees: BoostedTrees, node: number, value: number): boolean {
  const set = trees.setIndices[node]!;
  if (Number.isNaN(value)) return trees.missingLefts[node] === 1;
  if (set < 0) return value <= trees.thresholds[node]!;
  const column = trees.features[node]!;
  const known = trees.categories.subarray(trees.categoryOffsets[column]!, trees.categoryOffsets[column + 1]!);
  const index = lowerBound(known, value);
  if (known[index] !== value) return trees.missingLefts[node] === 1;
  return ((trees.sets[set * 8 + (index >> 5)]! >>> (index & 31)) & 1) === 1;
}

type Block = {
  readonly x: Table;
  readonly start: number;
  readonly end: number;
  readonly sums: Float64Array;
  readonly offset: number;
};

/** Without missing values and categories. */
function addPlain(trees: BoostedTrees, tree: number, { x, start, end, sums, offset }: Block): void {
  const { features, thresholds, lefts, values, roots } = trees;
  const { columns, data } = x;
  const root = roots[tree]!;
  for (let row = start; row < end; row++) {
    const first = row * columns;
    let node = root;
    for (let feature = features[node]!; feature >= 0; feature = features[node]!) {
      // Added instead of chosen: no branch to mispredict.
      node = lefts[node]! + (data[first + feature]! > thresholds[node]! ? 1 : 0);
    }
    sums[offset + row]! += values[node]!;
  }
}

function addAny(trees: BoostedTrees, tree: number, { x, start, end, sums, offset }: Block): void {
  const { features, thresholds, lefts, values, roots, setIndices } = trees;
  const { columns, data } = x;
  for (let row = start; row < end; row++) {
    let node = roots[tree]!;
    for (let feature = features[node]!; feature >= 0; feature = features[node]!) {
      const value = data[row * columns + feature]!;
      const left = setIndices[node]! < 0 && value <= thresholds[node]!;
      node = lefts[node]! + (left || goesLeft(trees, node, value) ? 0 : 1);
    }
    sums[offset + row]! += values[node]!;
  }
}

function hasMissing({ data }: Table): boolean {
  // A sum is NaN once one of its terms is: nothing to branch on.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return Number.isNaN(sum);
}

/** The gain of the splits of each column, as a share of all; 0 where nothing was split. */
export function boostingImportances({ columns, features, gains }: BoostedTrees): Float64Array {
  const importances = new Float64Array(columns);
  for (let node = 0; node < features.length; node++) {
    if (features[node]! >= 0) importances[features[node]!]! += gains[node]!;
  }
  const total = importances.reduce((sum, value) => sum + value, 0);
  return total > 0 ? importances.map((value) => value / total) : importances;
}
