import type { Table } from '@neurite/core';
import { type KernelMemory, openKernels, roomFor } from '../kernels.js';
import { type BinnedTable, type BinRules, binTable, layBins } from './bins.js';

/** Of each bin of each column: the sums over the rows of a node. */
export type Histogram = {
  /** Gradient and second derivative of each bin; gradients alone where second derivatives are 1: they equal `counts`. */
  readonly sums: Float64Array;
  readonly counts: Uint32Array;
};

/** The derivatives of the loss by the prediction, of each row. */
export type Derivatives = {
  readonly gradients: Float32Array;
  /** Empty where they are all 1. */
  readonly hessians: Float32Array;
};

/** What histograms are built from and into; kernels have them in their memory. */
type Buffers = {
  readonly memory: KernelMemory | undefined;
  readonly bins: Uint8Array;
  readonly offsets: Uint32Array;
  readonly samples: Uint32Array;
  /** Derivatives in the order of the rows of a node: pairs, or gradients alone. */
  readonly values: Float32Array;
} & Histogram;

/** Builds histograms, and keeps those that are given back. */
export class Histograms {
  readonly #table: BinnedTable;
  /** How many sums a bin has. */
  readonly #width: 1 | 2;
  readonly #buffers: Buffers;
  readonly #free: Histogram[] = [];

  /** @param plain whether TypeScript does the work, even where kernels could */
  constructor(
    x: Table,
    rules: BinRules,
    { constantHessian, plain }: { readonly constantHessian: boolean; readonly plain: boolean },
  ) {
    this.#width = constantHessian ? 1 : 2;
    this.#buffers = openBuffers(x, layBins(rules).offsets, { width: this.#width, plain });
    this.#table = binTable(x, rules, this.#buffers.bins);
  }

  /** The table, with its bins where kernels find them. */
  get table(): BinnedTable {
    return this.#table;
  }

  /** Sums over the rows of a node. */
  build(samples: Uint32Array, { gradients, hessians }: Derivatives): Histogram {
    const { values, sums, counts, memory, bins, offsets, ...own } = this.#buffers;
    const count = samples.length;
    if (this.#width === 1) for (let i = 0; i < count; i++) values[i] = gradients[samples[i]!]!;
    else {
      for (let i = 0; i < count; i++) {
        const row = samples[i]!;
        values[2 * i] = gradients[row]!;
        values[2 * i + 1] = hessians[row]!;
      }
    }
    sums.fill(0);
    counts.fill(0);
    if (memory === undefined) this.#add(samples);
    else {
      own.samples.set(samples);
      const { addToConstantHistogram, addToHistogram } = memory.kernels;
      (this.#width === 1 ? addToConstantHistogram : addToHistogram)(
        bins.byteOffset,
        this.#table.rows,
        this.#table.columns,
        offsets.byteOffset,
        own.samples.byteOffset,
        count,
        values.byteOffset,
        sums.byteOffset,
        counts.byteOffset,
      );
    }
    const histogram = this.#free.pop() ?? {
      sums: new Float64Array(sums.length),
      counts: new Uint32Array(counts.length),
    };
    histogram.sums.set(sums);
    histogram.counts.set(counts);
    return histogram;
  }

  /** Turns the histogram of a node into that of its one child, by that of the other. */
  subtract(parent: Histogram, child: Histogram): void {
    const { sums, counts } = parent;
    const own = child.sums;
    const ownCounts = child.counts;
    for (let i = 0; i < sums.length; i++) sums[i]! -= own[i]!;
    for (let i = 0; i < counts.length; i++) counts[i]! -= ownCounts[i]!;
  }

  giveBack(histogram: Histogram): void {
    this.#free.push(histogram);
  }

  /** What the kernels do. */
  #add(samples: Uint32Array): void {
    const { bins, rows, columns, offsets } = this.#table;
    const { sums, counts, values } = this.#buffers;
    for (let column = 0; column < columns; column++) {
      const own = bins.subarray(column * rows, (column + 1) * rows);
      const offset = offsets[column]!;
      for (let i = 0; i < samples.length; i++) {
        const bin = offset + own[samples[i]!]!;
        counts[bin]!++;
        if (this.#width === 1) sums[bin]! += values[i]!;
        else {
          sums[2 * bin]! += values[2 * i]!;
          sums[2 * bin + 1]! += values[2 * i + 1]!;
        }
      }
    }
  }
}

function openBuffers(
  { rows, columns }: Table,
  offsets: Int32Array,
  { width, plain }: { readonly width: number; readonly plain: boolean },
): Buffers {
  const total = offsets.at(-1)!;
  const sizes = [rows * columns, offsets.length * 4, rows * 4, rows * width * 4, total * width * 8, total * 4];
  const memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size), 0));
  const buffers = {
    memory,
    bins: memory?.bytes(rows * columns) ?? new Uint8Array(rows * columns),
    offsets: memory?.integers(offsets.length) ?? new Uint32Array(offsets.length),
    samples: memory?.integers(rows) ?? new Uint32Array(0),
    values: memory?.singles(rows * width) ?? new Float32Array(rows * width),
    sums: memory?.doubles(total * width) ?? new Float64Array(total * width),
    counts: memory?.integers(total) ?? new Uint32Array(total),
  };
  buffers.offsets.set(offsets);
  return buffers;
}
