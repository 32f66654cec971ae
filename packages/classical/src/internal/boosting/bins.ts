import type { Table } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { RandomStream } from '@neurite/core/random-stream';

/** Above so many rows, thresholds are learned from as many that are drawn. */
const MOST_ROWS = 200_000;

/** How values become bins. A missing value has the bin behind the last one of its column. */
export type BinRules = {
  /** The thresholds between the bins of a column, or its known categories, in ascending order. */
  readonly edges: readonly Float64Array[];
  readonly categorical: Uint8Array;
};

/** A table in bins, column by column. */
export type BinnedTable = {
  readonly rows: number;
  readonly columns: number;
  /** columns × rows. */
  readonly bins: Uint8Array;
  /** How many bins each column has, without the one of missing values. */
  readonly counts: Int32Array;
  /** Where each column begins among all bins of all columns, with the total at the end. */
  readonly offsets: Int32Array;
  readonly categorical: Uint8Array;
  /** Whether a value of the column is missing. */
  readonly missing: Uint8Array;
};

/**
 * Learns the bins of each column: one for each value where there are few, as many rows in each where there are many.
 *
 * @param most how many bins a column has, without the one of missing values
 * @throws ArgumentError when a category is not an integer of at least 0, or there are more than bins
 */
export function learnBins(
  where: string,
  x: Table,
  {
    most,
    categorical,
    weights,
    seed,
    buffer,
  }: {
    readonly most: number;
    readonly categorical: Uint8Array;
    /** Undefined where all are 1. */
    readonly weights: Float64Array | undefined;
    readonly seed: number;
    /** At least as many numbers as rows, overwritten. */
    readonly buffer: Float64Array;
  },
): BinRules {
  const { rows, columns, data } = x;
  const drawn =
    rows > MOST_ROWS
      ? RandomStream.fromSeed(seed).child('bins').permutation(rows).subarray(0, MOST_ROWS).sort()
      : undefined;
  const used = drawn?.length ?? rows;
  const edges = Array.from({ length: columns }, (_, column) => {
    if (categorical[column]) return categoriesOf(where, x, { column, most });
    let count = 0;
    for (let i = 0; i < used; i++) {
      const value = data[(drawn?.[i] ?? i) * columns + column]!;
      if (!Number.isNaN(value)) buffer[count++] = value;
    }
    const sorted = buffer.subarray(0, count).sort();
    const many = countDistinct(sorted) > most;
    if (many && weights === undefined) return distinct(plainQuantiles(sorted, most));
    const values = distinct(sorted);
    if (!many || weights === undefined) return midpoints(values);
    const masses = new Float64Array(values.length);
    for (let i = 0; i < used; i++) {
      const row = drawn?.[i] ?? i;
      const value = data[row * columns + column]!;
      if (!Number.isNaN(value)) masses[lowerBound(values, value)]! += weights[row]!;
    }
    return distinct(quantiles(values, masses, most));
  });
  return { edges, categorical };
}

/** How many bins each column has, and where it begins among all bins of all columns. */
export function layBins({ edges, categorical }: BinRules): Pick<BinnedTable, 'counts' | 'offsets'> {
  const counts = Int32Array.from(edges, ({ length }, column) => (categorical[column] ? length : length + 1));
  const offsets = new Int32Array(edges.length + 1);
  for (const [column, count] of counts.entries()) offsets[column + 1] = offsets[column]! + count + 1;
  return { counts, offsets };
}

/**
 * Puts values into bins; a category that is not known counts as missing.
 *
 * @param bins where they are written, columns × rows
 */
export function binTable({ rows, columns, data }: Table, rules: BinRules, bins: Uint8Array): BinnedTable {
  const { edges, categorical } = rules;
  const { counts, offsets } = layBins(rules);
  const missing = new Uint8Array(columns);
  for (let column = 0; column < columns; column++) {
    const own = edges[column]!;
    const last = counts[column]!;
    const target = bins.subarray(column * rows, (column + 1) * rows);
    for (let row = 0; row < rows; row++) {
      const value = data[row * columns + column]!;
      let bin = last;
      if (!Number.isNaN(value)) {
        bin = lowerBound(own, value);
        if (categorical[column] && own[bin] !== value) bin = last;
      }
      target[row] = bin;
      if (bin === last) missing[column] = 1;
    }
  }
  return { rows, columns, bins, counts, offsets, categorical, missing };
}

/** The index of the first of ascending values that is at least `value`; their number where there is none. */
export function lowerBound(values: Float64Array, value: number): number {
  let base = 0;
  let length = values.length;
  while (length > 1) {
    const half = length >> 1;
    base += values[base + half - 1]! < value ? half : 0;
    length -= half;
  }
  return length === 1 && values[base]! < value ? base + 1 : base;
}

/** @param sorted in ascending order */
function countDistinct(sorted: Float64Array): number {
  let count = Math.min(1, sorted.length);
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) count++;
  return count;
}

/** @param sorted in ascending order; its front is overwritten */
function distinct(sorted: Float64Array): Float64Array {
  let count = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (count === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]!;
  }
  return sorted.slice(0, count);
}

function midpoints(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, i) => {
    const middle = values[i]! / 2 + values[i + 1]! / 2;
    return middle < values[i + 1]! ? middle : values[i]!;
  });
}

/**
 * The values below which k / count of the values lie; halfway to the next one where that is exactly so, up to rounding:
 * in percent, as in scikit-learn, whose bins are the same.
 */
function plainQuantiles(sorted: Float64Array, count: number): Float64Array {
  const step = 100 / count;
  return Float64Array.from({ length: count - 1 }, (_, i) => {
    const place = sorted.length * (((i + 1) * step) / 100) - 1;
    const index = Math.floor(place);
    return place === index ? sorted[index]! / 2 + sorted[index + 1]! / 2 : sorted[index + 1]!;
  });
}

/** The same of values that count as much as their masses. */
function quantiles(values: Float64Array, masses: Float64Array, count: number): Float64Array {
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const result = new Float64Array(count - 1);
  let index = 0;
  let reached = masses[0]!;
  for (let k = 1; k < count; k++) {
    const wanted = (k * total) / count;
    while (reached < wanted * (1 - 1e-14) && index < values.length - 1) reached += masses[++index]!;
    const exact = reached <= wanted * (1 + 1e-14) && index < values.length - 1;
    result[k - 1] = exact ? values[index]! / 2 + values[index + 1]! / 2 : values[index]!;
  }
  return result;
}

function categoriesOf(
  where: string,
  { rows, columns, data, names }: Table,
  { column, most }: { readonly column: number; readonly most: number },
): Float64Array {
  const codes = new Set<number>();
  const refuse = (expected: string, received: string): never => {
    const name = names?.[column];
    throw new ArgumentError({
      where,
      argument: 'x',
      expected: `have ${expected} in the categorical column ${column}${name === undefined ? '' : ` (${name})`}`,
      received,
    });
  };
  for (let row = 0; row < rows; row++) {
    const value = data[row * columns + column]!;
    if (Number.isNaN(value)) continue;
    if (!Number.isSafeInteger(value) || value < 0) refuse('integers of at least 0', `${value} in row ${row}`);
    codes.add(value);
    if (codes.size > most) refuse(`at most ${most} categories`, 'more');
  }
  return Float64Array.from(codes).sort();
}
