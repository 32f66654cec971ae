import type { Table } from '@neurite/core';

/** The weighted sums of the rows of each cluster, from one labelling to the next. */
export class ClusterSums {
  readonly #x: Table;
  readonly #weights: Float64Array;
  readonly #middle: Float64Array;
  /** Where each row is counted, −1 at first. */
  readonly #labels: Int32Array;
  /** Clusters × (columns + 1), with the sums of the weights at the ends. */
  readonly #sums: Float64Array;
  /** The rows of each cluster that weigh something. */
  readonly #counts: Uint32Array;

  /** @param middle what rows are measured from */
  constructor(
    x: Table,
    weights: Float64Array,
    { middle, clusters }: { readonly middle: Float64Array; readonly clusters: number },
  ) {
    this.#x = x;
    this.#weights = weights;
    this.#middle = middle;
    this.#labels = new Int32Array(x.rows).fill(-1);
    this.#sums = new Float64Array(clusters * (x.columns + 1));
    this.#counts = new Uint32Array(clusters);
  }

  /**
   * @param anew whether all rows are added up, instead of moving those that changed, of which rounding leaves something behind
   * @returns copies: clusters × columns, and the weight of each cluster, 0 of one without rows
   */
  update(labels: Int32Array, anew: boolean): { readonly sums: Float64Array; readonly totals: Float64Array } {
    if (anew) {
      this.#sums.fill(0);
      this.#counts.fill(0);
      this.#labels.fill(-1);
    }
    for (let row = 0; row < labels.length; row++) {
      const from = this.#labels[row]!;
      const to = labels[row]!;
      if (from === to) continue;
      this.#labels[row] = to;
      const weight = this.#weights[row]!;
      if (weight === 0) continue;
      this.#add(row, to, weight);
      this.#counts[to]!++;
      if (from < 0) continue;
      this.#add(row, from, -weight);
      this.#counts[from]!--;
    }
    return this.#read();
  }

  #read(): { readonly sums: Float64Array; readonly totals: Float64Array } {
    const { columns } = this.#x;
    const sums = new Float64Array(this.#counts.length * columns);
    const totals = new Float64Array(this.#counts.length);
    for (let k = 0; k < totals.length; k++) {
      if (this.#counts[k] === 0) continue;
      const end = k * (columns + 1) + columns;
      sums.set(this.#sums.subarray(end - columns, end), k * columns);
      totals[k] = this.#sums[end]!;
    }
    return { sums, totals };
  }

  #add(row: number, cluster: number, weight: number): void {
    const { columns, data } = this.#x;
    const sums = this.#sums;
    const middle = this.#middle;
    const from = row * columns;
    const to = cluster * (columns + 1);
    for (let i = 0; i < columns; i++) sums[to + i]! += weight * (data[from + i]! - middle[i]!);
    sums[to + columns]! += weight;
  }
}
