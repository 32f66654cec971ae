/** Part of a node's rows: from `start` to `end` of `samples`. */
export type NodeRows = { readonly samples: Uint32Array; readonly start: number; readonly end: number };

/** The rows of a node in the order of a column: `keys` tells which have different values. */
export type SortedRows = {
  readonly keys: Uint32Array;
  readonly rows: Uint32Array;
  readonly count: number;
  /** The left part ends with one of the rows from `first` to before `last`. */
  readonly first: number;
  readonly last: number;
};

/** Where rows go by their values in a column. */
export type Division = {
  readonly values: Float64Array;
  readonly threshold: number;
  /** Whether rows without a value go left. */
  readonly missingLeft: boolean;
};

/**
 * What a split should improve. A score is larger for purer parts: the score of two parts less that of the node is the
 * decrease of the impurity, times the weight of the node.
 */
export interface Criterion {
  /** How many numbers the value of a node has. */
  readonly outputs: number;
  /** Of the node that was opened last. */
  readonly weight: number;
  readonly impurity: number;
  readonly score: number;
  /** Of the split that `scan` or `divide` saw last; −∞ where there was none. */
  readonly best: number;
  /** Takes in the rows of a node. */
  open(node: NodeRows, weights: Float64Array): void;
  /** Appends the value of the open node. */
  pushValue(values: number[]): void;
  /** @returns the index of the last row of the left part in the best split of the open node; sets `best` */
  scan(sorted: SortedRows, weights: Float64Array, minSamplesLeaf: number): number;
  /** @returns how many rows of the open node go left; sets `best` */
  divide(node: NodeRows, weights: Float64Array, division: Division): number;
}

/** Whether a value goes left; NaN is a missing one. */
export function isLeft(value: number, { threshold, missingLeft }: Omit<Division, 'values'>): boolean {
  return value <= threshold || (missingLeft && Number.isNaN(value));
}
