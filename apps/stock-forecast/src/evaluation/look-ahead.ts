import { RandomStream } from '@neurite/core/random-stream';
import type { Series } from '../data/series.js';
import type { Task } from '../forecasters/forecaster.js';
import type { FoldForecasts } from './evaluate-fold.js';
import { type FoldOfTime, originsOf } from './folds.js';

/** A forecast that changed although only later values had changed. */
export type LookAhead = {
  readonly series: string;
  /** The first step whose forecast changed. */
  readonly origin: number;
};

/**
 * Looks for forecasts that know what comes later: in a copy of the series everything after a step is drawn anew, and forecasts
 * until that step must stay the same, to the last digit. It is done twice, at the first origin of the fold, which finds models that
 * learned from later values, and at the middle one, which finds inputs that reach beyond their origin.
 *
 * @param forecast all of it, from series to forecasts of the fold
 * @returns the first forecast that changed; undefined where none did
 */
export async function findLookAhead(
  forecast: (series: readonly Series[]) => Promise<FoldForecasts>,
  series: readonly Series[],
  fold: FoldOfTime,
): Promise<LookAhead | undefined> {
  const { series: before } = await forecast(series);
  for (const share of [0, 0.5]) {
    const cut = fold.from + share * (fold.until - fold.from);
    const { series: after } = await forecast(series.map((one) => withOtherFuture(one, cut)));
    for (const [index, { name, origins, quantiles }] of before.entries()) {
      const { times } = series.find((one) => one.name === name)!;
      const other = after[index]!.quantiles;
      const width = quantiles.length / origins.length;
      const known = origins.findLastIndex((origin) => times[origin]! <= cut) + 1;
      const changed = quantiles.findIndex((value, at) => at < known * width && !Object.is(value, other[at]));
      if (changed >= 0) return { series: name, origin: origins[Math.floor(changed / width)]! };
    }
  }
  return undefined;
}

/** A series that is the same until a time, and then goes elsewhere. */
function withOtherFuture(series: Series, until: number): Series {
  const random = RandomStream.fromSeed(1).child('other future');
  const logs = series.logs.slice();
  for (let t = 1; t < logs.length; t++) {
    if (series.times[t]! > until) logs[t] = logs[t - 1]! + random.normal(0, 0.05);
  }
  return { ...series, logs, values: logs.map(Math.exp) };
}

/** The first steps of a fold: enough to see whether a model knows what comes later. */
export function shortFold(series: readonly Series[], fold: FoldOfTime, task: Task): FoldOfTime {
  const longest = series.reduce((a, b) => (b.times.length > a.times.length ? b : a));
  const origins = originsOf(longest, fold, task.horizon);
  return { ...fold, until: longest.times[origins[Math.min(origins.length - 1, 20)]!]! };
}
