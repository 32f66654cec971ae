import type { RandomStream } from '@neurite/core';
import type { Criterion, NodeRows } from './criterion.js';
import { RankSorter } from './rank-sorter.js';
import type { TrainingTable } from './training-table.js';

export type SplitRules = {
  readonly minSamplesLeaf: number;
  /** How many columns are tried in a node. */
  readonly maxFeatures: number;
  /** Thresholds are drawn instead of searched. */
  readonly randomThresholds: boolean;
  /** Columns are tried in random order, which also decides between equal splits. */
  readonly shuffle: boolean;
  readonly random: RandomStream;
};

/** Finds the split of a node: which column, and at which threshold. */
export class Splitter {
  feature = -1;
  threshold = 0;
  /** Where rows without a value go: to the larger part, where the node has none. */
  missingLeft = false;
  /** Of the split, as the criterion gave it; −∞ where no split is possible. */
  score: number = -Infinity;
  readonly #table: TrainingTable;
  readonly #weights: Float64Array;
  readonly #criterion: Criterion;
  readonly #rules: SplitRules;
  /** A view of each column: making one takes longer than a small node. */
  readonly #values: readonly Float64Array[];
  readonly #ranks: readonly Uint32Array[];
  readonly #order: Uint32Array;
  readonly #sorter: RankSorter;

  constructor(table: TrainingTable, weights: Float64Array, criterion: Criterion, rules: SplitRules) {
    this.#table = table;
    this.#weights = weights;
    this.#criterion = criterion;
    this.#rules = rules;
    this.#values = columnsOf(table.values, table);
    this.#ranks = columnsOf(table.ranks, table);
    this.#order = Uint32Array.from({ length: table.columns }, (_, column) => column);
    this.#sorter = new RankSorter(rules.randomThresholds ? 0 : table.rows);
  }

  /** @returns whether the open node of the criterion can be split */
  find(node: NodeRows): boolean {
    const { maxFeatures, randomThresholds, shuffle, random } = this.#rules;
    const order = this.#order;
    const columns = order.length;
    this.score = -Infinity;
    // Columns that are constant in a node count among those tried, but at least one that is not is looked for.
    let varied = false;
    for (let visited = 0; visited < columns && (visited < maxFeatures || !varied); visited++) {
      if (shuffle) {
        const other = visited + Math.floor(random.uniform() * (columns - visited));
        const held = order[visited]!;
        order[visited] = order[other]!;
        order[other] = held;
      }
      const feature = order[visited]!;
      if (randomThresholds ? this.#draw(feature, node) : this.#search(feature, node)) varied = true;
    }
    return this.score > -Infinity;
  }

  /** Moves the rows of the left part to the front. @returns where the right part begins */
  partition({ samples, start, end }: NodeRows): number {
    const values = this.#values[this.feature]!;
    const { threshold, missingLeft } = this;
    let low = start;
    let high = end;
    while (low < high) {
      const row = samples[low]!;
      const value = values[row]!;
      if (missingLeft ? !(value > threshold) : value <= threshold) low++;
      else {
        samples[low] = samples[--high]!;
        samples[high] = row;
      }
    }
    return low;
  }

  /** Each of these returns whether the column has different values in the node. */
  #search(feature: number, { samples, start, end }: NodeRows): boolean {
    const sorter = this.#sorter;
    if (!sorter.sort(this.#ranks[feature]!, samples, start, end)) return false;
    const count = end - start;
    const missing = this.#table.missing[feature] === 1 ? this.#countMissing(feature, count) : 0;
    if (missing === 0) {
      const position = this.#scan(feature, { count, first: 0, last: count });
      if (position >= 0) this.missingLeft = position + 1 > count - position - 1;
      return true;
    }
    const present = count - missing;
    if (this.#scan(feature, { count, first: 0, last: present - 1 }) >= 0) this.missingLeft = false;
    sorter.rotate(count, missing);
    if (this.#scan(feature, { count, first: missing, last: count }) >= 0) this.missingLeft = true;
    // Values on the left, none on the right.
    sorter.rotate(count, present);
    if (this.#scan(feature, { count, first: present - 1, last: present }) >= 0) {
      this.missingLeft = false;
      this.threshold = Infinity;
    }
    return true;
  }

  /** @returns the last row of the left part, if that is a better split than the best so far; −1 otherwise */
  #scan(feature: number, part: { readonly count: number; readonly first: number; readonly last: number }): number {
    const { keys, rows } = this.#sorter;
    const position = this.#criterion.scan({ keys, rows, ...part }, this.#weights, this.#rules.minSamplesLeaf);
    if (!(this.#criterion.best > this.score)) return -1;
    const values = this.#values[feature]!;
    const below = values[rows[position]!]!;
    const above = values[rows[position + 1]!]!;
    const middle = below / 2 + above / 2;
    this.#take(feature, middle < above ? middle : below);
    return position;
  }

  /** How many rows have no value: they are the last of the sort. */
  #countMissing(feature: number, count: number): number {
    const { keys } = this.#sorter;
    const rank = this.#table.levels[feature];
    let missing = 0;
    while (missing < count && keys[count - 1 - missing] === rank) missing++;
    return missing;
  }

  #draw(feature: number, node: NodeRows): boolean {
    const { samples, start, end } = node;
    const values = this.#values[feature]!;
    let smallest = Infinity;
    let largest = -Infinity;
    let missing = 0;
    for (let i = start; i < end; i++) {
      const value = values[samples[i]!]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
    if (this.#table.missing[feature] === 1) {
      for (let i = start; i < end; i++) if (Number.isNaN(values[samples[i]!])) missing++;
    }
    const constant = smallest === largest && missing === 0;
    if (constant || missing === end - start) return false;
    const { minSamplesLeaf, random } = this.#rules;
    const share = random.uniform();
    const drawn = smallest * (1 - share) + largest * share;
    const threshold = drawn >= smallest && drawn < largest ? drawn : smallest;
    const missingLeft = missing > 0 && random.uniform() < 0.5;
    const count = this.#criterion.divide(node, this.#weights, { values, threshold, missingLeft });
    const allowed = count >= minSamplesLeaf && end - start - count >= minSamplesLeaf;
    if (allowed && this.#criterion.best > this.score) {
      this.#take(feature, threshold);
      this.missingLeft = missing > 0 ? missingLeft : count > end - start - count;
    }
    return true;
  }

  #take(feature: number, threshold: number): void {
    this.feature = feature;
    this.threshold = threshold;
    this.score = this.#criterion.best;
  }
}

function columnsOf<Values extends Float64Array | Uint32Array>(
  all: Values,
  { rows, columns }: TrainingTable,
): readonly Values[] {
  // A part has the type of the whole.
  return Array.from({ length: columns }, (_, column) => all.subarray(column * rows, (column + 1) * rows) as Values);
}
