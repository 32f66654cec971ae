import { checkInteger, checkNumber, type Metric, resolveOptions, ShapeError } from '@neurite/core';
import { abs, sub } from '@tensorflow/tfjs-core';
import { meanMetric } from '../internal/mean-metric.js';

const WHERE = 'meanAbsoluteScaledError';

export type MeanAbsoluteScaledErrorOptions = {
  /** The mean absolute error of the naive forecast of the training series, see `naiveError`: a finite number above 0. */
  readonly scale: number;
};

/**
 * The mean absolute error of forecasts, divided by that of a naive forecast: below 1 is better than to repeat the last value.
 *
 * Predictions and targets have the same shape, whatever it is; weights that shape or its first axes. NaN once an element is
 * NaN; 0 for an empty set. `statistics` throws ShapeError and DtypeError, `value` ArgumentError for weights below 0.
 *
 * @returns a metric; the caller owns the tensors of its statistics
 * @throws ArgumentError when the scale is not a finite number above 0, or an option is unknown
 * @example
 * const series = Float32Array.of(10, 12, 11, 15, 14);
 * const metrics = { mase: meanAbsoluteScaledError({ scale: naiveError(series) }) }; // errors divided by 2
 * @see Hyndman and Koehler 2006, Another look at measures of forecast accuracy
 */
export function meanAbsoluteScaledError(options: MeanAbsoluteScaledErrorOptions): Metric {
  const { scale } = resolveOptions(WHERE, options, { scale: undefined });
  checkNumber(WHERE, 'scale', scale, { above: 0 });
  return meanMetric(WHERE, {
    each: (predictions, targets) => abs(sub(predictions, targets)),
    value: (mean) => mean / scale,
  });
}

export type NaiveErrorOptions = {
  /** After how many steps the series repeats: an integer of at least 1, e.g. 12 for months. Default 1. */
  readonly season?: number | undefined;
};

/**
 * The mean absolute error of the forecast that repeats the value of one season before: `Σ |yₜ − yₜ₋ₛ| / (n − s)`.
 *
 * @param series on the host, in order: longer than a season
 * @returns a number of at least 0, in the unit of the series
 * @throws ArgumentError when the season is not an integer of at least 1, or an option is unknown
 * @throws ShapeError when the series is no longer than a season
 * @example
 * const scale = naiveError(Float32Array.of(10, 12, 11, 15, 14)); // (2 + 1 + 4 + 1) / 4
 */
export function naiveError(series: ArrayLike<number>, options: NaiveErrorOptions = {}): number {
  const { season } = resolveOptions('naiveError', options, { season: 1 });
  checkInteger('naiveError', 'season', season, { min: 1 });
  if (!(series.length > season)) {
    const received = String(series.length);
    throw new ShapeError({
      where: 'naiveError',
      argument: 'series',
      expected: `have more than ${season} values`,
      received,
    });
  }
  let total = 0;
  for (let t = season; t < series.length; t++) total += Math.abs(series[t]! - series[t - season]!);
  return total / (series.length - season);
}
