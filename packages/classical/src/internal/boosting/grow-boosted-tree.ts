import type { BinnedTable } from './bins.js';
import { leafValue, type NodeSums, type Split, SplitFinder, type SplitLimits } from './find-split.js';
import type { Derivatives, Histogram, Histograms } from './histograms.js';

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
  histogram: Histogram | undefined;
};

/** Grows trees on one table, the split with the largest gain first. */
export class BoostedTreeGrower {
  /** The rows, those of a leaf side by side. */
  readonly samples: Uint32Array;
  readonly #table: BinnedTable;
  readonly #limits: GrowLimits;
  readonly #histograms: Histograms;
  readonly #finder: SplitFinder;
  readonly #buffer: Uint32Array;

  constructor(histograms: Histograms, limits: GrowLimits) {
    this.#histograms = histograms;
    this.#table = histograms.table;
    this.#limits = limits;
    this.samples = new Uint32Array(this.#table.rows);
    this.#buffer = new Uint32Array(this.#table.rows);
    this.#finder = new SplitFinder(this.#table, limits);
  }

  /** @returns the nodes, each after its parent */
  grow(derivatives: Derivatives): GrowNode[] {
    const { samples } = this;
    const { rows } = this.#table;
    const { maxLeafNodes, maxDepth, minSamplesLeaf } = this.#limits;
    for (let row = 0; row < rows; row++) samples[row] = row;
    const nodes: GrowNode[] = [];
    const frontier: GrowNode[] = [];
    const root = this.#root(derivatives);
    nodes.push(root);
    if (rows >= 2 * minSamplesLeaf) {
      root.histogram = this.#histograms.build(samples, derivatives);
      this.#consider(root, frontier);
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
      this.#shareHistogram(node, [left, right], { derivatives, open });
      for (const child of open) this.#consider(child, frontier);
      // Nodes behind as many better ones as may still be split never are.
      while (frontier.length > maxLeafNodes - leaves) this.#drop(frontier);
    }
    return nodes;
  }

  #root({ gradients, hessians }: Derivatives): GrowNode {
    const { rows } = this.#table;
    let sum = 0;
    let second = hessians.length === 0 ? rows : 0;
    for (let row = 0; row < rows; row++) sum += gradients[row]!;
    for (let row = 0; row < hessians.length; row++) second += hessians[row]!;
    const sums = { count: rows, gradients: sum, hessians: second, value: 0, lower: -Infinity, upper: Infinity };
    return newNode(sums, { start: 0, end: rows, depth: 0 });
  }

  #consider(node: GrowNode, frontier: GrowNode[]): void {
    const { histogram } = node;
    if (histogram === undefined) return;
    node.split = this.#finder.find(histogram, node);
    if (node.split !== undefined) frontier.push(node);
    else this.#release(node);
  }

  #drop(frontier: GrowNode[]): void {
    let worst = 0;
    for (let i = 1; i < frontier.length; i++) {
      if (frontier[i]!.split!.gain <= frontier[worst]!.split!.gain) worst = i;
    }
    const [node] = frontier.splice(worst, 1);
    node!.split = undefined;
    this.#release(node!);
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
    const buffer = this.#buffer;
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

  /** The smaller child's is built, the other one's is what remains of the parent's. */
  #shareHistogram(
    node: GrowNode,
    [left, right]: [GrowNode, GrowNode],
    { derivatives, open }: { readonly derivatives: Derivatives; readonly open: readonly GrowNode[] },
  ): void {
    const own = node.histogram!; // it was in the frontier
    node.histogram = undefined;
    const [small, large] = left.count < right.count ? [left, right] : [right, left];
    if (open.length === 0) {
      this.#histograms.giveBack(own);
      return;
    }
    small.histogram = this.#histograms.build(this.samples.subarray(small.start, small.end), derivatives);
    if (open.includes(large)) {
      this.#histograms.subtract(own, small.histogram);
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
