import type { Table } from '@neurite/core';
import { openKernels, roomFor } from '../kernels.js';

/** So many rows are compared at once. */
const BLOCK = 128;
/** So many rows of the products stand side by side. */
const PANEL = 8;
/** Squared lengths of centers from here on, in parts of the longest row, leave float32 with too little room. */
const FAR = 2 ** 60;
/** The square of what lengths are multiplied by must be a number, too. */
const MOST_SCALE = 2 ** 500;
/** More than rounding among the smallest numbers adds up to. */
const TINY = 1e-30;

/**
 * Labels the rows of a table by their nearest centers, again and again: those with the largest x c − ½ |c|², by products in
 * float32. Where the second largest is so near that rounding may decide, float64 decides.
 */
export class NearestCenters {
  /** Σ |x − middle|². */
  readonly spread: number;
  readonly #x: Table;
  readonly #middle: Float64Array;
  readonly #clusters: number;
  /** Makes the longest row no longer than 1; 0 where numbers are too large or too small for that. */
  readonly #scale: number;
  readonly #memory: ReturnType<typeof openKernels>;
  /** Panels of rows, each with a 1 at the end. */
  readonly #rows: Float32Array;
  readonly #centers: Float32Array;
  readonly #products: Float32Array;
  /** The lengths of the rows. */
  readonly #lengths: Float32Array;
  readonly #labels: Uint32Array;
  readonly #unsure: Uint32Array;

  /**
   * @param middle what rows and centers are measured from: near it, less is lost in the differences of squares
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(
    x: Table,
    {
      middle,
      clusters,
      plain = false,
    }: { readonly middle: Float64Array; readonly clusters: number; readonly plain?: boolean },
  ) {
    this.#x = x;
    this.#middle = middle;
    this.#clusters = clusters;
    const { rows, columns, data } = x;
    const squares = new Float64Array(rows);
    let longest = 0;
    let spread = 0;
    for (let row = 0; row < rows; row++) {
      let square = 0;
      for (let i = 0; i < columns; i++) square += (data[row * columns + i]! - middle[i]!) ** 2;
      squares[row] = square;
      spread += square;
      longest = Math.max(longest, square);
    }
    this.spread = spread;
    // A power of 2 rounds nothing.
    const scale = longest > 0 ? 2 ** -Math.ceil(Math.log2(longest) / 2) : 1;
    this.#scale = scale > 1 / MOST_SCALE && scale < MOST_SCALE ? scale : 0;
    const depth = columns + 1;
    const padded = Math.ceil(rows / BLOCK) * BLOCK;
    const most = Math.ceil(clusters / 4) * 4;
    const sizes = [padded * depth, most * depth, most * BLOCK, padded, BLOCK, BLOCK];
    this.#memory =
      plain || this.#scale === 0 ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 4), 0));
    const take = (size: number): Float32Array => this.#memory?.singles(size) ?? new Float32Array(0);
    this.#rows = take(padded * depth);
    this.#centers = take(most * depth);
    this.#products = take(most * BLOCK);
    this.#lengths = take(padded);
    this.#labels = this.#memory?.integers(BLOCK) ?? new Uint32Array(0);
    this.#unsure = this.#memory?.integers(BLOCK) ?? new Uint32Array(0);
    if (this.#memory !== undefined) this.#setRows(squares);
  }

  /** @param centers from the middle, clusters × columns @returns how many labels it changes */
  label(centers: Float64Array, labels: Int32Array): number {
    const { rows, columns } = this.#x;
    const clusters = this.#clusters;
    const halves = new Float64Array(clusters);
    for (let k = 0; k < clusters; k++) {
      let square = 0;
      for (let i = 0; i < columns; i++) square += centers[k * columns + i]! ** 2;
      halves[k] = square / 2;
    }
    let changed = 0;
    const longest = this.#scale * Math.sqrt(2 * halves.reduce((most, half) => Math.max(most, half), 0));
    if (this.#memory === undefined || !(longest ** 2 < FAR)) {
      for (let row = 0; row < rows; row++) {
        const label = this.#nearest(row, centers, halves);
        if (labels[row] !== label) changed++;
        labels[row] = label;
      }
      return changed;
    }
    this.#setCenters(centers, halves);
    const { multiplySingles, findLargest } = this.#memory.kernels;
    const depth = columns + 1;
    // Each of `depth` products and sums, the halves and the conversions are rounded once, in both of the largest.
    const rounding = 2 * (depth + 16) * 2 ** -24;
    const [all, from, lengths] = [this.#centers.byteOffset, this.#rows.byteOffset, this.#lengths.byteOffset];
    const [to, own, unsure] = [this.#products.byteOffset, this.#labels.byteOffset, this.#unsure.byteOffset];
    for (let first = 0; first < rows; first += BLOCK) {
      multiplySingles(all, from + first * depth * 4, to, Math.ceil(clusters / 4) * 4, depth, BLOCK);
      const [reach, rest] = [rounding * longest, (rounding * longest ** 2) / 2 + TINY];
      const count = findLargest(to, clusters, BLOCK, lengths + first * 4, reach, rest, own, unsure);
      for (let i = 0; i < count; i++) {
        const j = this.#unsure[i]!;
        if (first + j < rows) this.#labels[j] = this.#nearest(first + j, centers, halves);
      }
      const end = Math.min(BLOCK, rows - first);
      for (let i = 0; i < end; i++) {
        const label = this.#labels[i]!;
        if (labels[first + i] !== label) changed++;
        labels[first + i] = label;
      }
    }
    return changed;
  }

  #setRows(squares: Float64Array): void {
    const { rows, columns, data } = this.#x;
    const middle = this.#middle;
    const scale = this.#scale;
    const depth = columns + 1;
    const own = this.#rows;
    for (let row = 0; row < rows; row++) {
      const at = row % PANEL;
      const to = (row - at) * depth + at;
      for (let i = 0; i < columns; i++) own[to + PANEL * i] = scale * (data[row * columns + i]! - middle[i]!);
      own[to + PANEL * columns] = 1;
      this.#lengths[row] = scale * Math.sqrt(squares[row]!);
    }
  }

  #setCenters(centers: Float64Array, halves: Float64Array): void {
    const { columns } = this.#x;
    const own = this.#centers;
    for (let k = 0; k < this.#clusters; k++) {
      const to = k * (columns + 1);
      for (let i = 0; i < columns; i++) own[to + i] = this.#scale * centers[k * columns + i]!;
      own[to + columns] = -(this.#scale ** 2) * halves[k]!;
    }
  }

  /** In float64; the first of equally near ones. */
  #nearest(row: number, centers: Float64Array, halves: Float64Array): number {
    const { columns, data } = this.#x;
    const middle = this.#middle;
    let nearest = 0;
    let largest = -Infinity;
    for (let k = 0; k < this.#clusters; k++) {
      let score = -halves[k]!;
      for (let i = 0; i < columns; i++) {
        score += (data[row * columns + i]! - middle[i]!) * centers[k * columns + i]!;
      }
      if (score <= largest) continue;
      largest = score;
      nearest = k;
    }
    return nearest;
  }
}
