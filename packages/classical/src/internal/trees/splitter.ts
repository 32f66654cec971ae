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
  /** Of the split, as the criterion gave it; −∞ where no split is possible. */
  score: number = -Infinity;
  readonly #table: TrainingTable;
  readonly #weights: Float64Array;
  readonly #criterion: Criterion;
  readonly #rules: SplitRules;
  readonly #order: Uint32Array;
  readonly #sorter: RankSorter;

  constructor(table: TrainingTable, weights: Float64Array, criterion: Criterion, rules: SplitRules) {
    this.#table = table;
    this.#weights = weights;
    this.#criterion = criterion;
    this.#rules = rules;
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
    const values = this.#column(this.#table.values, this.feature);
    const threshold = this.threshold;
    let low = start;
    let high = end;
    while (low < high) {
      const row = samples[low]!;
      if (values[row]! <= threshold) low++;
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
    if (!sorter.sort(this.#column(this.#table.ranks, feature), samples, start, end)) return false;
    const { keys, rows } = sorter;
    const sorted = { keys, rows, count: end - start };
    const position = this.#criterion.scan(sorted, this.#weights, this.#rules.minSamplesLeaf);
    if (this.#criterion.best > this.score) {
      const values = this.#column(this.#table.values, feature);
      const below = values[rows[position]!]!;
      const above = values[rows[position + 1]!]!;
      const middle = below / 2 + above / 2;
      this.#take(feature, middle < above ? middle : below);
    }
    return true;
  }

  #draw(feature: number, node: NodeRows): boolean {
    const { samples, start, end } = node;
    const values = this.#column(this.#table.values, feature);
    let smallest = Infinity;
    let largest = -Infinity;
    for (let i = start; i < end; i++) {
      const value = values[samples[i]!]!;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
    }
    if (smallest === largest) return false;
    const share = this.#rules.random.uniform();
    const drawn = smallest * (1 - share) + largest * share;
    const threshold = drawn >= smallest && drawn < largest ? drawn : smallest;
    const count = this.#criterion.divide(node, this.#weights, { values, threshold });
    const { minSamplesLeaf } = this.#rules;
    const allowed = count >= minSamplesLeaf && end - start - count >= minSamplesLeaf;
    if (allowed && this.#criterion.best > this.score) this.#take(feature, threshold);
    return true;
  }

  #take(feature: number, threshold: number): void {
    this.feature = feature;
    this.threshold = threshold;
    this.score = this.#criterion.best;
  }

  #column<Values extends Float64Array | Uint32Array>(all: Values, feature: number): Values {
    const { rows } = this.#table;
    return all.subarray(feature * rows, (feature + 1) * rows) as Values; // a part has the type of the whole
  }
}
