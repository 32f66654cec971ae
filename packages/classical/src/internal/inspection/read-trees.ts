import type { SavedEstimator } from '@neurite/core';
import { type BoostedTrees, goesLeft } from '../boosting/boosted-trees.js';
import { isLeft } from '../trees/criterion.js';
import type { TreeSet } from '../trees/tree-set.js';

/** Trees whose values are added up, for one output. */
export type ReadableTrees = {
  readonly roots: Int32Array;
  /** −1 in a leaf. */
  readonly features: Int32Array;
  readonly lefts: Int32Array;
  readonly right: (node: number) => number;
  /** How much each node has learned from. */
  readonly covers: Float64Array;
  readonly value: (node: number) => number;
  readonly goesLeft: (node: number, value: number) => boolean;
  /** What is added once, and what each tree is multiplied by. */
  readonly base: number;
  readonly factor: number;
};

/** @returns undefined where nothing of the kind was saved */
export function readTrees({ json, arrays }: SavedEstimator):
  | {
      readonly columns: number;
      /** 0 where values are predicted. */
      readonly classes: number;
      readonly missing: boolean;
      readonly of: (label: number) => ReadableTrees;
    }
  | undefined {
  const { columns, kind } = json as { readonly columns?: number; readonly kind: string };
  if (columns === undefined || arrays.roots === undefined || arrays.features === undefined) return undefined;
  if (arrays.baseline !== undefined) {
    const trees = { ...arrays, columns } as unknown as BoostedTrees; // `saveBoosting` wrote it
    const outputs = trees.baseline.length;
    return {
      columns,
      classes: kind.endsWith('Classifier') ? Math.max(2, outputs) : 0,
      missing: true,
      of: (label) => {
        // Of two classes, one is the opposite of the other.
        const opposite = kind.endsWith('Classifier') && outputs === 1 && label === 0;
        const output = outputs === 1 ? 0 : label;
        return {
          roots: trees.roots.filter((_, tree) => tree % outputs === output),
          features: trees.features,
          lefts: trees.lefts,
          right: (node) => trees.lefts[node]! + 1,
          covers: trees.counts,
          value: (node) => trees.values[node]!,
          goesLeft: (node, value) => goesLeft(trees, node, value),
          base: opposite ? -trees.baseline[0]! : trees.baseline[output]!,
          factor: opposite ? -1 : 1,
        };
      },
    };
  }
  const trees = { ...arrays, columns, outputs: json.outputs } as unknown as TreeSet; // `saveTrees` wrote it
  const classifies = kind.endsWith('Classifier');
  return {
    columns,
    classes: classifies ? trees.outputs : 0,
    missing: kind !== 'isolationForest',
    of: (label) => ({
      roots: trees.roots,
      features: trees.features,
      lefts: trees.lefts,
      right: (node) => trees.rights[node]!,
      covers: trees.weights,
      value: (node) => trees.values[node * trees.outputs + (classifies ? label : 0)]!,
      goesLeft: (node, value) =>
        isLeft(value, { threshold: trees.thresholds[node]!, missingLeft: trees.missingLefts[node] === 1 }),
      base: 0,
      factor: 1 / trees.roots.length,
    }),
  };
}
