import type { Series, SeriesSet } from '../data/series.js';
import { LEVELS, type Learned } from '../forecasters/forecaster.js';

/** The next values of a series, as quantiles. */
export type Fan = {
  readonly series: string;
  /** The model, for people. */
  readonly title: string;
  readonly step: string;
  readonly past: { readonly times: readonly number[]; readonly values: readonly number[] };
  readonly times: readonly number[];
  /** For each time a value for each level. */
  readonly quantiles: readonly (readonly number[])[];
};

/** So many steps of the past are shown beside those forecast. */
const PAST = 3;

/** Forecasts the steps after the end of a series. */
export async function fanOf(
  series: Series,
  learned: Learned,
  {
    index,
    steps,
    step,
    title,
  }: { readonly index: number; readonly steps: number; readonly step: SeriesSet['step']; readonly title: string },
): Promise<Fan> {
  const last = series.logs.length - 1;
  const all = await learned.forecast({ series: index, logs: series.logs, origins: Uint32Array.of(last) });
  const times: number[] = [];
  for (let h = 0; h < steps; h++) times.push(step.next(times.at(-1) ?? series.times[last]!));
  const from = Math.max(0, last - Math.max(20, PAST * steps));
  return {
    series: series.name,
    title,
    step: step.name,
    past: { times: [...series.times.subarray(from)], values: [...series.values.subarray(from)] },
    times,
    quantiles: times.map((_, h) =>
      LEVELS.map((_level, q) => series.values[last]! * Math.exp(all[h * LEVELS.length + q]!)),
    ),
  };
}
