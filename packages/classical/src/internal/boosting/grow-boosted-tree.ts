import type { BinnedTable } from './bins.js';
import { leafValue, type NodeSums, type Split, SplitFinder, type SplitLimits } from './find-split.js';
import type { Histogram, Histograms } from './histograms.js';

export type GrowLimits = SplitLimits & { readonly maxLeafNodes: number; readonly maxDepth: number };

/** A node of a growing tree, with its part of the rows. */
export type GrowNode = NodeSums & {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  split: Split | undefined;
  /** Where values that are missing go; decided by the numbers of rows if none was missing when it was split. */
  missingLeft: boolean;
  /** The index of its left child, behind which the right one stands; 0 in a leaf. */
  leftChild: number;
  /** Lent while it may be split, to nodes with larger gains first. */
  histogram: Histogram | undefined;
};

/** How many nodes have a histogram at once: those that may be split, whose number is at most that of leaves to come. */
export function mostHistograms(maxLeafNodes: number): number {
  return Math.floor(maxLeafNodes / 2) + 1;
}

/** Grows trees on one table, the split with the largest gain first. */
export class BoostedTreeGrower {
  readonly #table: BinnedTable;
  readonly #limits: GrowLimits;
  readonly #histograms: Histograms;
  readonly #finder: SplitFinder;
  #output = 0;
  /** The nodes that may be split. */
  readonly #frontier: GrowNode[] = [];

  constructor(histograms: Histograms, limits: GrowLimits) {
    this.#histograms = histograms;
    this.#table = histograms.table;
    this.#limits = limits;
    this.#finder = new SplitFinder(this.#table, limits);
  }

  /** The rows, those of a leaf side by side. */
  get samples(): Uint32Array {
    return this.#histograms.samples;
  }

  /** @param output whose derivatives decide @returns the nodes, each after its parent */
  grow(output: number): GrowNode[] {
    const { samples } = this;
    const { rows } = this.#table;
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#limits;
    this.#output = output;
    for (let row = 0; row < rows; row++) samples[row] = row;
    const frontier = this.#frontier;
    const root = this.#root();
    const nodes = [root];
    if (rows >= 2 * minSamplesLeaf) {
      this.#build(root);
      this.#consider(root);
    }
    for (let leaves = 1; leaves < maxLeafNodes && frontier.length > 0; ) {
      const node = takeBest(frontier);
      const [left, right] = this.#divide(node);
      node.leftChild = nodes.length;
      nodes.push(left, right);
      leaves++;
      const open = [left, right].filter(
        ({ count, depth }) => count >= 2 * minSamplesLeaf && depth < maxDepth && leaves < maxLeafNodes,
      );
      this.#shareHistogram(node, [left, right], open);
      for (const child of open) this.#consider(child);
      // Nodes behind as many better ones as may still be split never are.
      while (frontier.length > maxLeafNodes - leaves) this.#drop();
    }
    return nodes;
  }

  #root(): GrowNode {
    const { rows } = this.#table;
    const { derivatives, width } = this.#histograms;
    const first = this.#output * rows * width;
    let sum = 0;
    let second = width === 1 ? rows : 0;
    for (let at = first; at < first + rows * width; at += width) {
      sum += derivatives[at]!;
      if (width === 2) second += derivatives[at + 1]!;
    }
    const sums = { count: rows, gradients: sum, hessians: second, value: 0, lower: -Infinity, upper: Infinity };
    return newNode(sums, { start: 0, end: rows, depth: 0 });
  }

  /** Lends a histogram to a node; where none is left, that of the node with the smallest gain. */
  #build(node: GrowNode): void {
    let histogram = this.#histograms.take();
    if (histogram === undefined) {
      const worst = takeWorst(this.#frontier.filter((other) => other.histogram !== undefined));
      histogram = worst.histogram!; // there are more histograms than children
      worst.histogram = undefined;
    }
    this.#histograms.build(histogram, { start: node.start, end: node.end, output: this.#output });
    node.histogram = histogram;
  }

  #consider(node: GrowNode): void {
    const { histogram } = node;
    if (histogram === undefined) return;
    node.split = this.#finder.find(histogram, node);
    if (node.split !== undefined) this.#frontier.push(node);
    else this.#release(node);
  }

  #drop(): void {
    const node = takeWorst(this.#frontier);
    node.split = undefined;
    this.#release(node);
  }

  #release(node: GrowNode): void {
    if (node.histogram !== undefined) this.#histograms.giveBack(node.histogram);
    node.histogram = undefined;
  }

  /** Moves the rows of the left child to the front, in their order. */
  #divide(node: GrowNode): [GrowNode, GrowNode] {
    const { column, bin, categories, left } = node.split!; // it is in the frontier
    const { bins, rows, counts, missing, offsets } = this.#table;
    const { samples } = this;
    const { buffer } = this.#histograms;
    const own = bins.subarray(column * rows, (column + 1) * rows);
    const width = offsets[column + 1]! - offsets[column]!;
    const goesLeft = new Uint8Array(256);
    for (let i = 0; i < width; i++) {
      const inSet = categories === undefined ? i <= bin : (categories[i >> 5]! >>> (i & 31)) & 1;
      goesLeft[i] = inSet ? 1 : 0;
    }
    if (categories === undefined) goesLeft[counts[column]!] = node.split!.missingLeft ? 1 : 0;
    let middle = node.start;
    let others = 0;
    for (let i = node.start; i < node.end; i++) {
      const row = samples[i]!;
      // Both are written, one counts: no branch to mispredict.
      const side = goesLeft[own[row]!]!;
      samples[middle] = row;
      buffer[others] = row;
      middle += side;
      others += 1 - side;
    }
    samples.set(buffer.subarray(0, others), middle);
    const right = {
      count: node.count - left.count,
      gradients: node.gradients - left.gradients,
      hessians: node.hessians - left.hessians,
    };
    node.missingLeft = missing[column] ? node.split!.missingLeft : left.count > right.count;
    return this.#children(node, { left, right, middle });
  }

  #children(
    node: GrowNode,
    { left, right, middle }: { readonly left: Split['left']; readonly right: Split['left']; readonly middle: number },
  ): [GrowNode, GrowNode] {
    const { l2, monotone } = this.#limits;
    const { lower, upper } = node;
    const leftValue = leafValue(left.gradients, left.hessians, l2, lower, upper);
    const rightValue = leafValue(right.gradients, right.hessians, l2, lower, upper);
    const order = monotone[node.split!.column]!;
    const between = (leftValue + rightValue) / 2;
    const depth = node.depth + 1;
    const bounds = (rising: boolean): { lower: number; upper: number } =>
      order === 0 ? { lower, upper } : rising ? { lower, upper: between } : { lower: between, upper };
    return [
      newNode({ ...left, value: leftValue, ...bounds(order > 0) }, { start: node.start, end: middle, depth }),
      newNode({ ...right, value: rightValue, ...bounds(order < 0) }, { start: middle, end: node.end, depth }),
    ];
  }

  /** The smaller child's is built, the other one's is what remains of the parent's, if that has one. */
  #shareHistogram(node: GrowNode, [left, right]: [GrowNode, GrowNode], open: readonly GrowNode[]): void {
    const [small, large] = left.count < right.count ? [left, right] : [right, left];
    const own = node.histogram;
    node.histogram = undefined;
    if (own === undefined) {
      for (const child of open) this.#build(child);
      return;
    }
    if (open.length === 0) {
      this.#histograms.giveBack(own);
      return;
    }
    this.#build(small);
    if (open.includes(large)) {
      this.#histograms.subtract(own, small.histogram!); // just built
      large.histogram = own;
    } else this.#histograms.giveBack(own);
    if (!open.includes(small)) this.#release(small);
  }
}

function newNode(
  { count, gradients, hessians, value, lower, upper }: NodeSums,
  { start, end, depth }: { readonly start: number; readonly end: number; readonly depth: number },
): GrowNode {
  return {
    count,
    gradients,
    hessians,
    value,
    lower,
    upper,
    start,
    end,
    depth,
    split: undefined,
    missingLeft: false,
    leftChild: 0,
    histogram: undefined,
  };
}

function takeBest(frontier: GrowNode[]): GrowNode {
  let best = 0;
  for (let i = 1; i < frontier.length; i++) {
    if (frontier[i]!.split!.gain > frontier[best]!.split!.gain) best = i;
  }
  return frontier.splice(best, 1)[0]!;
}

/** The last of equal ones. */
function takeWorst(frontier: GrowNode[]): GrowNode {
  let worst = 0;
  for (let i = 1; i < frontier.length; i++) {
    if (frontier[i]!.split!.gain <= frontier[worst]!.split!.gain) worst = i;
  }
  return frontier.splice(worst, 1)[0]!;
}
