import type { Sample } from './collected.js';

/**
 * The quantiles of a sorted sample: interpolated between neighbours (type 7 of Hyndman and Fan, the default of NumPy),
 * and with weights the averaged inverse of the distribution function (type 2), which weights of 2 and repeated values
 * leave the same.
 *
 * @param probabilities ascending, from 0 to 1
 * @see Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996
 */
export function quantilesOf(sample: Sample, probabilities: readonly number[]): number[] {
  const { values, weights } = sample;
  if (weights !== undefined) return inverted(values, weights, probabilities);
  return probabilities.map((probability) => {
    const position = probability * (values.length - 1);
    const below = Math.floor(position);
    const low = values[below]!;
    const high = values[Math.min(below + 1, values.length - 1)]!;
    return interpolate(low, high, position - below);
  });
}

/** The averaged inverse of the distribution function, also where all weights are the same. */
export function invertedQuantiles({ values, weights }: Sample, probabilities: readonly number[]): number[] {
  return inverted(values, weights ?? new Float64Array(values.length).fill(1), probabilities);
}

/** From the nearer end, so that equal ends and the ends themselves are exact. */
export function interpolate(low: number, high: number, part: number): number {
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

function inverted(values: Float64Array, weights: Float64Array, probabilities: readonly number[]): number[] {
  let total = 0;
  const cumulative = weights.map((weight) => {
    total += weight;
    return total;
  });
  const tolerance = 4 * Number.EPSILON * total; // what adding the weights rounds
  let i = 0;
  return probabilities.map((probability) => {
    const wanted = probability * total;
    while (i < values.length - 1 && cumulative[i]! < wanted - tolerance) i++;
    const next = Math.min(i + 1, values.length - 1);
    return Math.abs(cumulative[i]! - wanted) <= tolerance ? (values[i]! + values[next]!) / 2 : values[i]!;
  });
}

/** The first index where `isPast` holds, which holds for all that follow. */
export function firstFrom(values: ArrayLike<number>, isPast: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(values[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
