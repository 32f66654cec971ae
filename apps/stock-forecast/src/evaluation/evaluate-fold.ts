import type { Series } from '../data/series.js';
import type { Forecaster, Task } from '../forecasters/forecaster.js';
import { type FoldOfTime, originsOf, pastOf } from './folds.js';

/** What a forecaster forecast in a fold: JSON, so that it can be stored. */
export type FoldForecasts = {
  readonly seconds: number;
  /** For each series that the fold can forecast. */
  readonly series: readonly {
    readonly name: string;
    readonly origins: readonly number[];
    /** Origins × horizon × levels, with six digits. */
    readonly quantiles: readonly number[];
  }[];
};

/** The series that have enough of a past at a time to learn from. */
function learnable(series: readonly Series[], until: number, { window, horizon }: Task): readonly Series[] {
  return series.filter((one) => pastOf(one, until).length >= 2 * window + 2 * horizon);
}

/** Learns from everything before a fold, and forecasts from each of its steps. */
export async function evaluateFold(
  forecaster: Forecaster,
  all: readonly Series[],
  fold: FoldOfTime,
  task: Task,
): Promise<FoldForecasts> {
  const started = performance.now();
  const series = learnable(all, fold.learnedUntil, task);
  const learned = await forecaster.learn(
    series.map((one) => pastOf(one, fold.learnedUntil)),
    task,
  );
  try {
    const forecasts: FoldForecasts['series'][number][] = [];
    for (const [index, one] of series.entries()) {
      const origins = originsOf(one, fold, task.horizon);
      if (origins.length === 0) continue;
      // Nothing after the last origin can be reached.
      const logs = one.logs.slice(0, origins.at(-1)! + 1);
      const quantiles = await learned.forecast({ series: index, logs, origins });
      forecasts.push({
        name: one.name,
        origins: [...origins],
        quantiles: Array.from(quantiles, (value) => Number(value.toPrecision(6))),
      });
    }
    return { seconds: (performance.now() - started) / 1000, series: forecasts };
  } finally {
    learned.dispose();
  }
}
