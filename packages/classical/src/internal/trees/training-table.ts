import type { Table } from '@neurite/core';

/** A table column by column, as growing trees read it. */
export type TrainingTable = {
  readonly rows: number;
  readonly columns: number;
  /** columns × rows. */
  readonly values: Float64Array;
  /** The rank of each value among the different values of its column, columns × rows; empty where not asked for. */
  readonly ranks: Uint32Array;
  /** How many different values each column has: also the rank of those that are missing. Empty where there are no ranks. */
  readonly levels: Uint32Array;
  /** Whether a value of the column is missing. */
  readonly missing: Uint8Array;
};

/**
 * @param ranked whether ranks are needed, which sorting by integers is based on
 * @param shared whether other threads read it: then they do without a copy, where this runtime has shared memory
 */
export function trainingTable(
  { rows, columns, data }: Table,
  { ranked, shared = false }: { readonly ranked: boolean; readonly shared?: boolean },
): TrainingTable {
  const make = (bytes: number): ArrayBuffer | SharedArrayBuffer =>
    shared && typeof SharedArrayBuffer === 'function' ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  const values = new Float64Array(make(columns * rows * Float64Array.BYTES_PER_ELEMENT));
  const ranks = new Uint32Array(make(ranked ? columns * rows * Uint32Array.BYTES_PER_ELEMENT : 0));
  const levels = new Uint32Array(ranked ? columns : 0);
  const missing = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    const own = values.subarray(column * rows, (column + 1) * rows);
    for (let row = 0; row < rows; row++) own[row] = data[row * columns + column]!;
    missing[column] = own.some(Number.isNaN) ? 1 : 0;
    if (ranked) levels[column] = rankValues(own, ranks.subarray(column * rows, (column + 1) * rows));
  }
  return { rows, columns, values, ranks, levels, missing };
}

/** @returns the number of different values */
function rankValues(values: Float64Array, ranks: Uint32Array): number {
  // NaN is sorted behind all numbers.
  const sorted = values.slice().sort();
  let levels = 0;
  for (const value of sorted) {
    if (Number.isNaN(value)) break;
    if (levels === 0 || value !== sorted[levels - 1]) sorted[levels++] = value;
  }
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      ranks[row] = levels;
      continue;
    }
    let low = 0;
    let high = levels - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    ranks[row] = low;
  }
  return levels;
}
