import type { RandomStream } from '@neurite/core';
import type { BinnedTable } from './bins.js';
import type { Histogram } from './histograms.js';

export type SplitLimits = {
  readonly minSamplesLeaf: number;
  readonly l2: number;
  /** 1: predictions grow with the column, −1: they fall, 0: no constraint. */
  readonly monotone: Int8Array;
  /** How many columns are tried in each node. */
  readonly maxFeatures: number;
  readonly random: RandomStream;
};

/** The sums of a node, and between which values those of its children must lie. */
export type NodeSums = {
  readonly count: number;
  readonly gradients: number;
  readonly hessians: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
};

/** The left part has the bins up to `bin`, or those of `categories`. */
export type Split = {
  readonly column: number;
  readonly gain: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  /** The bins that go left, as a set of 256 bits; undefined where the column is not categorical. */
  readonly categories: Int32Array | undefined;
  readonly left: { readonly count: number; readonly gradients: number; readonly hessians: number };
};

/** Nodes whose second derivatives sum up to less are not made. */
const MIN_HESSIANS = 1e-3;
/** Categories with less support than this many rows go right, and are drawn towards 0 in the order of categories. */
const MIN_SUPPORT = 10;
/** Splits that look as much worse than the best are not computed exactly. */
const ROUNDING = 1 - 1e-9;
/** Keeps a division by no second derivative finite. */
const TINY = 1e-15;

/** −G / (H + λ), as near to it as the bounds allow: the best value of a leaf. */
export function leafValue(gradients: number, hessians: number, l2: number, lower: number, upper: number): number {
  const value = -gradients / (hessians + l2 + TINY);
  return Math.min(Math.max(value, lower), upper);
}

/** Finds the split of a node that lowers the loss most, to its second order. */
export class SplitFinder {
  readonly #table: BinnedTable;
  readonly #limits: SplitLimits;
  readonly #order: Uint32Array;
  #gain = 0;
  #column = -1;
  #bin = 0;
  #missingLeft = false;
  #count = 0;
  #gradients = 0;
  #hessians = 0;
  #categories: Int32Array | undefined;

  constructor(table: BinnedTable, limits: SplitLimits) {
    this.#table = table;
    this.#limits = limits;
    this.#order = Uint32Array.from({ length: table.columns }, (_, column) => column);
  }

  /** @returns the first of the best splits; undefined where none lowers the loss */
  find(histogram: Histogram, node: NodeSums): Split | undefined {
    const { counts, missing, categorical } = this.#table;
    this.#gain = 0;
    this.#column = -1;
    for (const column of this.#columns()) {
      if (categorical[column]) {
        this.#searchCategories(histogram, node, column);
        continue;
      }
      const last = counts[column]! - 1;
      this.#search(histogram, node, column, 0, last + missing[column]!, 1);
      if (missing[column]) this.#search(histogram, node, column, last, 0, -1);
    }
    if (this.#column < 0) return undefined;
    return {
      column: this.#column,
      gain: this.#gain,
      bin: this.#bin,
      missingLeft: this.#missingLeft,
      categories: categorical[this.#column] ? this.#categories : undefined,
      left: { count: this.#count, gradients: this.#gradients, hessians: this.#hessians },
    };
  }

  #columns(): Uint32Array {
    const { maxFeatures, random } = this.#limits;
    const order = this.#order;
    if (maxFeatures >= order.length) return order;
    for (let i = 0; i < maxFeatures; i++) {
      const other = i + random.integer(order.length - i);
      const held = order[i]!;
      order[i] = order[other]!;
      order[other] = held;
    }
    return order.slice(0, maxFeatures).sort();
  }

  /** Moves bins, from the first or the last on, to the near side: the left one, or the right one backwards. */
  #search(histogram: Histogram, node: NodeSums, column: number, from: number, to: number, direction: 1 | -1): void {
    const { minSamplesLeaf, l2 } = this.#limits;
    const { count, gradients, hessians, lower, upper } = node;
    const base = this.#table.offsets[column]!;
    const { sums, counts: allCounts } = histogram;
    const constant = sums.length === allCounts.length;
    const loss = gradients * node.value;
    const forward = direction === 1;
    const order = this.#limits.monotone[column]! * direction;
    let best = this.#gain;
    let bestBin = -1;
    let bestCount = 0;
    let bestGradients = 0;
    let bestHessians = 0;
    let nearCount = 0;
    let nearGradients = 0;
    let nearHessians = 0;
    const free = order === 0 && lower === -Infinity && upper === Infinity;
    for (let bin = from; bin !== to; bin += direction) {
      const at = base + bin;
      nearCount += allCounts[at]!;
      if (constant) {
        nearGradients += sums[at]!;
        nearHessians = nearCount;
      } else {
        nearGradients += sums[2 * at]!;
        nearHessians += sums[2 * at + 1]!;
      }
      if (nearCount < minSamplesLeaf) continue;
      if (count - nearCount < minSamplesLeaf) break;
      const farHessians = hessians - nearHessians;
      if (nearHessians < MIN_HESSIANS) continue;
      if (farHessians < MIN_HESSIANS) break;
      const farGradients = gradients - nearGradients;
      const nearTotal = nearHessians + l2 + TINY;
      const farTotal = farHessians + l2 + TINY;
      if (free) {
        // gain > best without a division, for all but what rounding may decide.
        const lowered = nearGradients * nearGradients * farTotal + farGradients * farGradients * nearTotal;
        if (lowered < (best - loss) * nearTotal * farTotal * ROUNDING) continue;
      }
      let near = -nearGradients / nearTotal;
      let far = -farGradients / farTotal;
      if (!free) {
        near = Math.min(Math.max(near, lower), upper);
        far = Math.min(Math.max(far, lower), upper);
        if (order !== 0 && (order > 0 ? near > far : near < far)) continue;
      }
      const ownLoss = near * nearGradients;
      const farLoss = far * farGradients;
      // In the same order in both directions, so that equal splits have equal gains.
      const gain = forward ? loss - ownLoss - farLoss : loss - farLoss - ownLoss;
      if (gain > best) {
        best = gain;
        bestBin = bin;
        bestCount = nearCount;
        bestGradients = nearGradients;
        bestHessians = nearHessians;
      }
    }
    if (bestBin < 0) return;
    this.#gain = best;
    this.#column = column;
    this.#bin = forward ? bestBin : bestBin - 1;
    this.#missingLeft = !forward;
    this.#count = forward ? bestCount : count - bestCount;
    this.#gradients = forward ? bestGradients : gradients - bestGradients;
    this.#hessians = forward ? bestHessians : hessians - bestHessians;
  }

  /** Splits the order of the categories by gradient over second derivative: no other division into two is better. */
  #searchCategories(histogram: Histogram, node: NodeSums, column: number): void {
    const { minSamplesLeaf, l2 } = this.#limits;
    const { count, gradients, hessians, lower, upper } = node;
    const base = this.#table.offsets[column]!;
    const { sums, counts } = histogram;
    const width = sums.length / counts.length;
    const hessianOf = (at: number): number => (width === 1 ? counts[at]! : sums[2 * at + 1]!);
    const used: { readonly bin: number; readonly order: number }[] = [];
    for (let bin = 0; bin <= this.#table.counts[column]!; bin++) {
      const own = hessianOf(base + bin);
      if (own * (count / hessians) < MIN_SUPPORT) continue;
      used.push({ bin, order: sums[width * (base + bin)]! / (own + MIN_SUPPORT) });
    }
    if (used.length < 2) return;
    used.sort((a, b) => a.order - b.order);
    const loss = gradients * node.value;
    for (const direction of [1, -1]) {
      const own = direction === 1 ? used : used.toReversed();
      const half = direction === 1 ? (own.length + 1) >> 1 : ((own.length + 1) >> 1) - 1;
      let leftCount = 0;
      let leftGradients = 0;
      let leftHessians = 0;
      for (let i = 0; i < half; i++) {
        const at = base + own[i]!.bin;
        leftCount += counts[at]!;
        leftGradients += sums[width * at]!;
        leftHessians += hessianOf(at);
        if (leftCount < minSamplesLeaf || leftHessians < MIN_HESSIANS) continue;
        if (count - leftCount < minSamplesLeaf || hessians - leftHessians < MIN_HESSIANS) break;
        const rightGradients = gradients - leftGradients;
        const left = leafValue(leftGradients, leftHessians, l2, lower, upper);
        const right = leafValue(rightGradients, hessians - leftHessians, l2, lower, upper);
        const gain = loss - left * leftGradients - right * rightGradients;
        if (!(gain > this.#gain)) continue;
        const categories = new Int32Array(8);
        for (const { bin } of own.slice(0, i + 1)) categories[bin >> 5]! |= 1 << (bin & 31);
        const missing = this.#table.counts[column]!;
        this.#gain = gain;
        this.#column = column;
        this.#bin = 0;
        this.#missingLeft = ((categories[missing >> 5]! >>> (missing & 31)) & 1) === 1;
        this.#count = leftCount;
        this.#gradients = leftGradients;
        this.#hessians = leftHessians;
        this.#categories = categories;
      }
    }
  }
}
