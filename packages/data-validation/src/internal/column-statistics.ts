import type { Feature } from './part.js';
import { sortedNumbers } from './sort-numbers.js';

/** A column in numbers. */
export type ColumnStatistics = {
  readonly missing: number;
  readonly distinct: number;
  /** The count of the most frequent value, and that value. */
  readonly most: number;
  readonly mostValue: number;
  /** The probability that two of its values, missing ones left out, are equal: Σ p². */
  readonly collision: number;
  /** The values in ascending order, without missing ones. */
  readonly sorted: Float64Array;
};

export function columnStatistics({ values }: Feature): ColumnStatistics {
  const sorted = sortedNumbers(values);
  const end = sorted.length;
  let [distinct, most, mostValue, squares] = [0, 0, Number.NaN, 0];
  for (let start = 0; start < end; ) {
    const value = sorted[start]!;
    let next = start + 1;
    while (next < end && sorted[next] === value) next++;
    const size = next - start;
    distinct++;
    squares += size * size;
    if (size > most) [most, mostValue] = [size, value];
    start = next;
  }
  return {
    missing: values.length - end,
    distinct,
    most,
    mostValue,
    collision: end === 0 ? 1 : squares / end / end,
    sorted,
  };
}

/** By linear interpolation between the values around it. */
export function quantile(sorted: Float64Array, probability: number): number {
  const position = probability * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return position === below ? low : low + (position - below) * (high - low);
}
