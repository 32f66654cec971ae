import { timeFolds } from '@neurite/classical';
import type { Series } from '../data/series.js';

/** A part of time that is forecast by what was learned before it. */
export type FoldOfTime = {
  /** The last time that is learned from. */
  readonly learnedUntil: number;
  /** The times from which forecasts are made: the first is `learnedUntil`. */
  readonly from: number;
  readonly until: number;
};

/**
 * Parts of the same number of steps one after another at the end of the series, by the times of the longest one. Each is
 * forecast by models that have learned from everything before it.
 *
 * @param horizon steps after the last origin, so that what came then is known
 */
export function foldsOf(
  series: readonly Series[],
  { folds, size, horizon }: { readonly folds: number; readonly size: number; readonly horizon: number },
): readonly FoldOfTime[] {
  const { times } = series.reduce((a, b) => (b.times.length > a.times.length ? b : a));
  return timeFolds(times.length - horizon, { folds, size }).map(({ validation }) => ({
    learnedUntil: times[validation[0]!]!,
    from: times[validation[0]!]!,
    until: times[validation.at(-1)!]!,
  }));
}

/** A copy of the logarithms until a time, that time included: what came later cannot be reached through it. */
export function pastOf({ times, logs }: Series, until: number): Float64Array {
  return logs.slice(0, stepsUntil(times, until));
}

/** The steps of a series within a fold from which forecasts are made. */
export function originsOf({ times }: Series, { from, until }: FoldOfTime, horizon: number): Uint32Array {
  const first = stepsUntil(times, from) - 1;
  const last = Math.min(stepsUntil(times, until) - 1, times.length - 1 - horizon);
  return Uint32Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** How many times there are until one, that one included. */
function stepsUntil(times: Float64Array, until: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= until) low = middle + 1;
    else high = middle;
  }
  return low;
}
