import { normal } from '@neurite/numeric';
import { columnStatistics, quantile } from './column-statistics.js';
import type { Examined } from './examined.js';
import type { Feature } from './part.js';
import { countCodes } from './profile.js';
import { sampleRows } from './sample-rows.js';

/** How well one column alone predicts the target. */
export type Telling = {
  /** 0 for as well as without it, 1 for always: of classes (accuracy − most frequent) / (1 − most frequent), of numbers R². */
  readonly score: number;
  /** Of the test whether it predicts anything; of classes alone. */
  readonly pValue?: number;
};

const BINS = 64;
/** As many rows tell. */
const MOST_ROWS = 50_000;
/** Fewer rows in a bin tell nothing. */
const ROWS_PER_BIN = 10;

/**
 * Predicts the target of each half of the rows by the bins of a column in the other half: the most frequent class of a
 * bin, or the mean. A missing value is a bin of its own. Of two numbers the squared correlation is taken if it is larger.
 */
export function tell(data: Examined, feature: Feature): Telling {
  const { rows, y, half } = data.shared('told rows', () => toldRows(data));
  const values = Float64Array.from(rows, (row) => feature.values[row]!);
  const bins = binsOf({ ...feature, values });
  return data.task === 'classes'
    ? tellClasses(bins, { y, classes: data.train.target!.words!.length, half }) // a class has words
    : { score: Math.max(tellNumbers(bins, { y, half }), correlation({ ...feature, values }, y) ** 2) };
}

/** Rows with a target, in two halves. */
function toldRows(data: Examined): Halves & { readonly rows: Uint32Array } {
  const { values } = data.train.target!; // asked for by rules that need one
  const random = data.random.child('halves');
  const rows = sampleRows(values.length, { most: MOST_ROWS, random, keep: (row) => Number.isFinite(values[row]!) });
  return {
    rows,
    y: Float64Array.from(rows, (row) => values[row]!),
    half: Uint8Array.from(rows, () => (random.uniform() < 0.5 ? 0 : 1)),
  };
}

type Bins = { readonly of: Int32Array; readonly count: number };

function binsOf(feature: Feature): Bins {
  const { sorted, distinct } = columnStatistics(feature);
  const { values } = feature;
  if (feature.kind !== 'number') {
    const { length } = feature.words!;
    return { of: Int32Array.from(values, (code) => (Number.isNaN(code) ? length : code)), count: length + 1 };
  }
  const edges: number[] = [];
  const most = Math.max(2, Math.min(BINS, Math.floor(sorted.length / (2 * ROWS_PER_BIN))));
  if (distinct <= most) {
    for (const value of sorted) if (value !== edges.at(-1)) edges.push(value);
  } else {
    for (let i = 1; i <= most; i++) {
      const edge = quantile(sorted, i / most);
      if (edge !== edges.at(-1)) edges.push(edge);
    }
  }
  return { of: Int32Array.from(values, (value) => binOf(value, edges)), count: edges.length + 1 };
}

/** The first edge that is at least the value; after the last where there is none, or no value. */
function binOf(value: number, edges: readonly number[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edges[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Halves = { readonly y: Float64Array; readonly half: Uint8Array };

function tellClasses(bins: Bins, { y, classes, half }: Halves & { readonly classes: number }): Telling {
  const counts = [0, 1].map(() => new Float64Array(bins.count * classes)) as [Float64Array, Float64Array];
  const rows = y.length;
  for (let row = 0; row < rows; row++) counts[half[row]! as 0 | 1][bins.of[row]! * classes + y[row]!]!++;
  if (rows === 0) return { score: 0, pValue: 1 };
  const total = countCodes(y, classes);
  const frequent = total.indexOf(total.reduce((most, count) => Math.max(most, count), 0));
  let right = 0;
  for (const [own, other] of [counts, counts.toReversed()] as [Float64Array, Float64Array][]) {
    for (let bin = 0; bin < bins.count; bin++) {
      let best = frequent;
      for (let k = 0; k < classes; k++) {
        if (other[bin * classes + k]! > other[bin * classes + best]!) best = k;
      }
      right += own[bin * classes + best]!;
    }
  }
  const base = total[frequent]! / rows;
  if (base === 1) return { score: 0, pValue: 1 };
  const accuracy = right / rows;
  const z = (accuracy - base) / Math.sqrt((base * (1 - base)) / rows);
  return { score: (accuracy - base) / (1 - base), pValue: normal().survival(z) };
}

/** 1 − the mean square of the error over the variance. */
function tellNumbers(bins: Bins, { y, half }: Halves): number {
  const sums = [0, 1].map(() => new Float64Array(bins.count)) as [Float64Array, Float64Array];
  const counts = [0, 1].map(() => new Float64Array(bins.count)) as [Float64Array, Float64Array];
  let total = 0;
  for (let row = 0; row < y.length; row++) {
    const side = half[row]! as 0 | 1;
    sums[side][bins.of[row]!]! += y[row]!;
    counts[side][bins.of[row]!]!++;
    total += y[row]!;
  }
  const mean = total / y.length;
  let [errors, variance] = [0, 0];
  for (let row = 0; row < y.length; row++) {
    const other = (1 - half[row]!) as 0 | 1;
    const bin = bins.of[row]!;
    const predicted = counts[other][bin]! > 0 ? sums[other][bin]! / counts[other][bin]! : mean;
    errors += (y[row]! - predicted) ** 2;
    variance += (y[row]! - mean) ** 2;
  }
  return variance > 0 ? 1 - errors / variance : 0;
}

function correlation({ kind, values }: Feature, y: Float64Array): number {
  if (kind !== 'number') return 0;
  let [rows, a, b] = [0, 0, 0];
  const both = (row: number): boolean => Number.isFinite(values[row]!) && Number.isFinite(y[row]!);
  for (let row = 0; row < y.length; row++) {
    if (!both(row)) continue;
    rows++;
    a += values[row]!;
    b += y[row]!;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let row = 0; row < y.length; row++) {
    if (!both(row)) continue;
    const [da, db] = [values[row]! - a / rows, y[row]! - b / rows];
    aa += da * da;
    bb += db * db;
    ab += da * db;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
