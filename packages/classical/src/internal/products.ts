import type { Table } from '@neurite/core';
import { openKernels, roomFor } from './kernels.js';

/** So many rows at a time stay in the cache, and their sums are added up by blocks, which keeps rounding small. */
const BLOCK = 128;

export type Moments = {
  /** The sum of the weights. */
  readonly total: number;
  /** The weighted mean of each column, of the targets as the last. */
  readonly means: Float64Array;
  /** Σ w (x − mean) (x − mean)ᵀ over the columns, and the targets as the last: size × size. */
  readonly gram: Float64Array;
  readonly size: number;
};

/**
 * The sums that linear models and principal components need of a table, in two passes.
 *
 * @param center whether means are subtracted; without, they are given all the same
 * @param plain whether TypeScript does the work, even where kernels could
 */
export function momentsOf(
  x: Table,
  {
    y,
    weights,
    center,
    plain = false,
  }: {
    readonly y?: ArrayLike<number> | undefined;
    readonly weights?: Float64Array | undefined;
    readonly center: boolean;
    readonly plain?: boolean;
  },
): Moments {
  const { rows, columns, data } = x;
  const size = columns + (y === undefined ? 0 : 1);
  const { means, total } = meansOf(x, y, weights);
  const width = Math.ceil(size / 4) * 4;
  const bytes = roomFor(BLOCK * width * 8) + roomFor(width * width * 8);
  const memory = plain ? undefined : openKernels(bytes);
  const block = memory?.doubles(BLOCK * width) ?? new Float64Array(BLOCK * width);
  const sums = memory?.doubles(width * width) ?? new Float64Array(width * width);
  for (let start = 0; start < rows; start += BLOCK) {
    const count = Math.min(BLOCK, rows - start);
    for (let i = 0; i < count; i++) {
      const row = start + i;
      const root = weights === undefined ? 1 : Math.sqrt(weights[row]!);
      const to = i * width;
      const from = row * columns;
      for (let column = 0; column < columns; column++) {
        block[to + column] = root * (data[from + column]! - (center ? means[column]! : 0));
      }
      if (y !== undefined) block[to + columns] = root * (y[row]! - (center ? means[columns]! : 0));
    }
    if (memory !== undefined) memory.kernels.addGram(block.byteOffset, count, width, sums.byteOffset);
    else addGram(block, sums, count, width);
  }
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      gram[i * size + j] = sums[i * width + j]!;
      gram[j * size + i] = sums[i * width + j]!;
    }
  }
  return { total, means, gram, size };
}

function meansOf(
  { rows, columns, data }: Table,
  y: ArrayLike<number> | undefined,
  weights: Float64Array | undefined,
): { means: Float64Array; total: number } {
  const size = columns + (y === undefined ? 0 : 1);
  const means = new Float64Array(size);
  const block = new Float64Array(size);
  let total = 0;
  for (let start = 0; start < rows; start += BLOCK) {
    block.fill(0);
    for (let row = start; row < Math.min(rows, start + BLOCK); row++) {
      const weight = weights === undefined ? 1 : weights[row]!;
      total += weight;
      for (let column = 0; column < columns; column++) block[column]! += weight * data[row * columns + column]!;
      if (y !== undefined) block[columns]! += weight * y[row]!;
    }
    for (let i = 0; i < size; i++) means[i]! += block[i]!;
  }
  return { means: means.map((sum) => sum / total), total };
}

/** What the kernel does. */
function addGram(block: Float64Array, sums: Float64Array, count: number, width: number): void {
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += block[row * width + i]! * block[row * width + j]!;
      sums[i * width + j]! += sum;
    }
  }
}

/** The values less those of a row, such as the mean. */
export function centered({ rows, columns, data }: Table, center: Float64Array): Float64Array {
  const result = new Float64Array(rows * columns);
  subtract(data, center, result);
  return result;
}

/** target = data − center, in each row of as many columns. */
function subtract(data: Table['data'], center: Float64Array, target: Float64Array): void {
  const columns = center.length;
  for (let from = 0; from < data.length; from += columns) {
    for (let column = 0; column < columns; column++) target[from + column] = data[from + column]! - center[column]!;
  }
}

/** The mean of each column, without weights. */
export function meanRow({ rows, columns, data }: Table): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) means[column]! += data[row * columns + column]! / rows;
  }
  return means;
}

/** |a|² of each row. */
export function squaresOf(data: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(data.length / columns);
  for (let row = 0; row < squares.length; row++) {
    let sum = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) sum += data[i]! ** 2;
    squares[row] = sum;
  }
  return squares;
}

/** Where an element of depth × width stands in panels of 4 columns. */
export function panelAt(k: number, j: number, depth: number): number {
  return ((j >> 2) * depth + k) * 4 + (j & 3);
}

/** Writes rows, width × depth, as the columns of panels. */
export function packPanels(rows: ArrayLike<number>, depth: number, target: Float64Array): void {
  const width = rows.length / depth;
  for (let j = 0; j < width; j++) {
    const to = panelAt(0, j, depth);
    for (let k = 0; k < depth; k++) target[to + 4 * k] = rows[j * depth + k]!;
  }
}

/** Multiplies rows by a matrix that stays. */
export class Multiplier {
  /** How many columns the products have. */
  readonly width: number;
  readonly #depth: number;
  readonly #padded: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  readonly #target: Float64Array;

  /**
   * @param rows width × depth: the products are those of its rows
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(rows: ArrayLike<number>, depth: number, { plain = false }: { readonly plain?: boolean } = {}) {
    const width = rows.length / depth;
    this.width = width;
    this.#depth = depth;
    this.#padded = Math.ceil(width / 4) * 4;
    const sizes = [BLOCK * depth, depth * this.#padded, BLOCK * this.#padded];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), 0));
    const [a, b, target] = sizes.map((size) => this.#memory?.doubles(size) ?? new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ]; // three sizes
    packPanels(rows, depth, b);
    this.#a = a;
    this.#b = b;
    this.#target = target;
  }

  /**
   * @param start the first of the rows
   * @param count how many; the products of at most 128 are made at once
   * @param center what is subtracted from each row first
   * @param use sees the products of each block: `stride` apart, from the row `first` on
   */
  multiply(
    { columns, data }: Pick<Table, 'columns' | 'data'>,
    {
      start,
      count,
      center,
    }: { readonly start: number; readonly count: number; readonly center?: Float64Array | undefined },
    use: (block: { products: Float64Array; stride: number; first: number; rows: number }) => void,
  ): void {
    for (let first = start; first < start + count; first += BLOCK) {
      const rows = Math.min(BLOCK, start + count - first);
      const own = data.subarray(first * columns, (first + rows) * columns);
      if (center === undefined) this.#a.set(own);
      else subtract(own, center, this.#a);
      if (this.#memory === undefined) this.#plain(rows);
      else {
        const padded = Math.ceil(rows / 4) * 4;
        this.#memory.kernels.multiply(
          this.#a.byteOffset,
          this.#b.byteOffset,
          this.#target.byteOffset,
          padded,
          this.#depth,
          this.#padded,
        );
      }
      use({ products: this.#target, stride: this.#padded, first, rows });
    }
  }

  /** What the kernel does. */
  #plain(rows: number): void {
    const depth = this.#depth;
    const padded = this.#padded;
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < padded; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += this.#a[row * depth + k]! * this.#b[panelAt(k, j, depth)]!;
        this.#target[row * padded + j] = sum;
      }
    }
  }
}

/** Rows that are multiplied again and again: by a vector, or by numbers of their own and added up. */
export class RowProducts {
  readonly #depth: number;
  readonly #padded: number;
  readonly #memory: ReturnType<typeof openKernels>;
  readonly #rows: Float64Array;
  readonly #vector: Float64Array;
  readonly #block: Float64Array;

  /**
   * @param write fills a row
   * @param plain whether TypeScript does the work, even where kernels could
   */
  constructor(
    rows: number,
    depth: number,
    {
      write,
      plain = false,
    }: { readonly write: (row: number, target: Float64Array, at: number) => void; readonly plain?: boolean },
  ) {
    this.#depth = depth;
    this.#padded = Math.ceil(depth / 4) * 4;
    const sizes = [rows * this.#padded, this.#padded, BLOCK];
    this.#memory = plain ? undefined : openKernels(sizes.reduce((sum, size) => sum + roomFor(size * 8), 0));
    const [own, vector, block] = sizes.map((size) => this.#memory?.doubles(size) ?? new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ]; // three sizes
    for (let row = 0; row < rows; row++) write(row, own, row * this.#padded);
    this.#rows = own;
    this.#vector = vector;
    this.#block = block;
  }

  /** target[row] = Σ x[row, k] vector[k]. */
  dot(vector: Float64Array, target: Float64Array): void {
    this.#vector.set(vector);
    this.#inBlocks(target.length, (first, rows) => {
      if (this.#memory === undefined) this.#plainDot(first, rows);
      else this.#memory.kernels.dotRows(...this.#addresses(first, this.#vector, this.#block), rows, this.#padded);
      target.set(this.#block.subarray(0, rows), first);
    });
  }

  /** Σ factors[row] x[row, k]. */
  sum(factors: Float64Array): Float64Array {
    this.#vector.fill(0);
    this.#inBlocks(factors.length, (first, rows) => {
      this.#block.set(factors.subarray(first, first + rows));
      if (this.#memory === undefined) this.#plainSum(first, rows);
      else this.#memory.kernels.addRows(...this.#addresses(first, this.#block, this.#vector), rows, this.#padded);
    });
    return this.#vector.slice(0, this.#depth);
  }

  #inBlocks(count: number, use: (first: number, rows: number) => void): void {
    for (let first = 0; first < count; first += BLOCK) use(first, Math.min(BLOCK, count - first));
  }

  #addresses(first: number, vector: Float64Array, target: Float64Array): [number, number, number] {
    return [this.#rows.byteOffset + first * this.#padded * 8, vector.byteOffset, target.byteOffset];
  }

  #plainDot(first: number, rows: number): void {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let k = 0; k < this.#depth; k++) sum += this.#rows[(first + row) * this.#padded + k]! * this.#vector[k]!;
      this.#block[row] = sum;
    }
  }

  #plainSum(first: number, rows: number): void {
    for (let row = 0; row < rows; row++) {
      const factor = this.#block[row]!;
      for (let k = 0; k < this.#depth; k++) this.#vector[k]! += factor * this.#rows[(first + row) * this.#padded + k]!;
    }
  }
}
