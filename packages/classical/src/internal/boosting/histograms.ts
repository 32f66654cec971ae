import type { Table } from '@neurite/core';
import { type KernelMemory, openKernels, roomFor } from '../kernels.js';
import { type BinnedTable, type BinRules, binTable, layBins } from './bins.js';

/** Of each bin of each column: the sums over the rows of a node. */
export type Histogram = {
  /** Gradient and second derivative of each bin; gradients alone where second derivatives are 1: they equal `counts`. */
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
};

export type HistogramRules = {
  readonly constantHessian: boolean;
  /** How many trees are grown in each iteration. */
  readonly outputs: number;
  /** How many histograms are in use at once at most, if there is room. */
  readonly wanted: number;
  /** Whether TypeScript does the work, even where kernels could. */
  readonly plain: boolean;
};

/** Histograms may take so many bytes, or so large a part of the bins of the table if that is more, but there are a few. */
const MOST_BYTES = 1.5e6;
const MOST_OF_BINS = 0.3;
const FEWEST = 3;

/** What trees grow from, in the memory of the kernels, and histograms, which are lent to nodes. */
export class Histograms {
  /** The table, in bins. */
  readonly table: BinnedTable;
  /** Indices of rows, which whoever grows a tree arranges. */
  readonly samples: Uint32Array;
  /** As many numbers, for whoever arranges them; overwritten when a histogram is built. */
  readonly buffer: Uint32Array;
  /** Of each output and row: gradient and second derivative of the loss; gradients alone where the latter are 1. */
  readonly derivatives: Float32Array;
  /** How many of them an output has of each row. */
  readonly width: 1 | 2;
  readonly #memory: KernelMemory | undefined;
  readonly #offsets: Uint32Array;
  /** Derivatives in the order of the rows of a node, where `buffer` is. */
  readonly #values: Float32Array;
  readonly #free: Histogram[] = [];

  constructor(x: Table, rules: BinRules, { constantHessian, outputs, wanted, plain }: HistogramRules) {
    const { rows, columns } = x;
    const width = constantHessian ? 1 : 2;
    const { offsets } = layBins(rules);
    const total = offsets.at(-1)!;
    const size = roomFor(total * width * 8) + roomFor(total * 4);
    const room = Math.max(MOST_BYTES, MOST_OF_BINS * rows * columns);
    const count = Math.min(wanted, Math.max(FEWEST, Math.floor(room / size)));
    const sizes = [rows * columns, offsets.length * 4, rows * 4, rows * 4, outputs * rows * width * 4];
    const memory = plain ? undefined : openKernels(sizes.reduce((sum, own) => sum + roomFor(own), count * size));
    this.#memory = memory;
    this.width = width;
    const integers = (length: number): Uint32Array => memory?.integers(length) ?? new Uint32Array(length);
    const bins = memory?.bytes(rows * columns) ?? new Uint8Array(rows * columns);
    this.#offsets = integers(offsets.length);
    this.#offsets.set(offsets);
    this.samples = integers(rows);
    this.buffer = integers(rows);
    this.#values = new Float32Array(this.buffer.buffer, this.buffer.byteOffset, rows);
    const length = outputs * rows * width;
    this.derivatives = memory?.singles(length) ?? new Float32Array(length);
    for (let i = 0; i < count; i++) {
      const sums = memory?.doubles(total * width) ?? new Float64Array(total * width);
      this.#free.push({ sums, counts: integers(total) });
    }
    this.table = binTable(x, rules, bins);
  }

  /** @returns a histogram to be built, if one is left */
  take(): Histogram | undefined {
    return this.#free.pop();
  }

  giveBack(histogram: Histogram): void {
    this.#free.push(histogram);
  }

  /** Sums up the derivatives of an output over the rows that stand from `start` to `end` in `samples`. */
  build(
    histogram: Histogram,
    { start, end, output }: { readonly start: number; readonly end: number; readonly output: number },
  ): void {
    const { rows } = this.table;
    const first = output * rows * this.width;
    histogram.sums.fill(0);
    histogram.counts.fill(0);
    if (end - start === rows) {
      this.#add(histogram, this.samples, this.derivatives.subarray(first, first + rows * this.width));
      return;
    }
    // As many at once as `buffer` has room for.
    const most = Math.floor(rows / this.width);
    for (let from = start; from < end; from += most) {
      const own = this.samples.subarray(from, Math.min(from + most, end));
      this.#gather(own, first);
      this.#add(histogram, own, this.#values);
    }
  }

  /** Turns the histogram of a node into that of its one child, by that of the other. */
  subtract(parent: Histogram, child: Histogram): void {
    const { sums, counts } = parent;
    const own = child.sums;
    const ownCounts = child.counts;
    for (let i = 0; i < sums.length; i++) sums[i]! -= own[i]!;
    for (let i = 0; i < counts.length; i++) counts[i]! -= ownCounts[i]!;
  }

  #gather(samples: Uint32Array, first: number): void {
    const values = this.#values;
    const { derivatives } = this;
    if (this.width === 1) for (let i = 0; i < samples.length; i++) values[i] = derivatives[first + samples[i]!]!;
    else {
      for (let i = 0; i < samples.length; i++) {
        const at = first + 2 * samples[i]!;
        values[2 * i] = derivatives[at]!;
        values[2 * i + 1] = derivatives[at + 1]!;
      }
    }
  }

  #add({ sums, counts }: Histogram, samples: Uint32Array, values: Float32Array): void {
    const { bins, rows, columns, offsets } = this.table;
    if (this.#memory !== undefined) {
      const { addToConstantHistogram, addToHistogram } = this.#memory.kernels;
      (this.width === 1 ? addToConstantHistogram : addToHistogram)(
        bins.byteOffset,
        rows,
        columns,
        this.#offsets.byteOffset,
        samples.byteOffset,
        samples.length,
        values.byteOffset,
        sums.byteOffset,
        counts.byteOffset,
      );
      return;
    }
    for (let column = 0; column < columns; column++) {
      const own = bins.subarray(column * rows, (column + 1) * rows);
      const offset = offsets[column]!;
      for (let i = 0; i < samples.length; i++) {
        const bin = offset + own[samples[i]!]!;
        counts[bin]!++;
        if (this.width === 1) sums[bin]! += values[i]!;
        else {
          sums[2 * bin]! += values[2 * i]!;
          sums[2 * bin + 1]! += values[2 * i + 1]!;
        }
      }
    }
  }
}
