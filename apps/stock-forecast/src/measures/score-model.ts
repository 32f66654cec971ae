import { naiveError } from '@neurite/metrics';
import { proportionInterval } from '@neurite/numeric';
import type { Series } from '../data/series.js';
import type { FoldForecasts } from '../evaluation/evaluate-fold.js';
import { type FoldOfTime, pastOf } from '../evaluation/folds.js';
import { LEVELS, MEDIAN } from '../forecasters/forecaster.js';

/** How good a model is, over all origins, series and numbers of steps. */
export type Scores = {
  /** The mean pinball loss of all quantiles, in log returns. */
  readonly pinball: number;
  /** The mean absolute error of the median, divided by that of the naive forecast of one step in the past. */
  readonly mase: number;
  /** The share of values within the 80 % band. */
  readonly coverage: number;
  /** Of these by the number of steps. */
  readonly bySteps: {
    readonly pinball: readonly number[];
    readonly mase: readonly number[];
    readonly coverage: readonly number[];
  };
  /** How often the median has the sign of the log return over one step, which do not overlap; null where it is always 0. */
  readonly direction: {
    readonly share: number;
    readonly lower: number;
    readonly upper: number;
    readonly count: number;
  } | null;
  /** Its learning and forecasting, in all folds. */
  readonly seconds: number;
  readonly forecasts: number;
  /** How many different origins in time these have. */
  readonly times: number;
};

/** The scores, and the pinball loss of each time, the mean over series and numbers of steps. */
export type Scored = { readonly scores: Scores; readonly losses: Float64Array };

/** Scores what a model forecast in all folds, in their order. */
export function scoreModel(
  all: readonly Series[],
  folds: readonly FoldOfTime[],
  { forecasts, horizon }: { readonly forecasts: readonly FoldForecasts[]; readonly horizon: number },
): Scored {
  const sums = {
    pinball: new Float64Array(horizon),
    scaled: new Float64Array(horizon),
    held: new Float64Array(horizon),
  };
  const byTime = new Map<number, { sum: number; count: number }>();
  let [count, right, signs] = [0, 0, 0];
  for (const [f, fold] of forecasts.entries()) {
    for (const { name, origins, quantiles } of fold.series) {
      const series = all.find((one) => one.name === name)!;
      const scale = naiveError(pastOf(series, folds[f]!.learnedUntil));
      for (const [i, origin] of origins.entries()) {
        let own = 0;
        for (let h = 1; h <= horizon; h++) {
          const actual = series.logs[origin + h]! - series.logs[origin]!;
          const at = (i * horizon + h - 1) * LEVELS.length;
          const loss = pinballOf(actual, quantiles, at);
          own += loss;
          sums.pinball[h - 1]! += loss;
          sums.scaled[h - 1]! += Math.abs(actual - quantiles[at + MEDIAN]!) / scale;
          if (actual >= quantiles[at]! && actual <= quantiles[at + LEVELS.length - 1]!) sums.held[h - 1]!++;
          if (h > 1 || actual === 0 || quantiles[at + MEDIAN] === 0) continue;
          signs++;
          if (Math.sign(actual) === Math.sign(quantiles[at + MEDIAN]!)) right++;
        }
        count++;
        const time = series.times[origin]!;
        const there = byTime.get(time) ?? { sum: 0, count: 0 };
        byTime.set(time, { sum: there.sum + own / horizon, count: there.count + 1 });
      }
    }
  }
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / (count * horizon);
  const each = (values: Float64Array): number[] => Array.from(values, (value) => value / count);
  const ordered = [...byTime].sort(([a], [b]) => a - b);
  return {
    scores: {
      pinball: mean(sums.pinball),
      mase: mean(sums.scaled),
      coverage: mean(sums.held),
      bySteps: { pinball: each(sums.pinball), mase: each(sums.scaled), coverage: each(sums.held) },
      direction: signs === 0 ? null : directionOf(right, signs),
      seconds: forecasts.reduce((sum, { seconds }) => sum + seconds, 0),
      forecasts: count,
      times: byTime.size,
    },
    losses: Float64Array.from(ordered, ([, there]) => there.sum / there.count),
  };
}

/** The mean pinball loss of the quantiles that begin at a place. */
export function pinballOf(actual: number, quantiles: ArrayLike<number>, at: number): number {
  let sum = 0;
  for (const [i, level] of LEVELS.entries()) {
    const error = actual - quantiles[at + i]!;
    sum += error > 0 ? level * error : (level - 1) * error;
  }
  return sum / LEVELS.length;
}

function directionOf(right: number, count: number): NonNullable<Scores['direction']> {
  const { proportion, low, high } = proportionInterval(right, count);
  return { share: proportion, lower: low, upper: high, count };
}
