import { ArgumentError, checkInteger, type HostArray, hostArray, resolveOptions, ShapeError } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { randomAccess } from './internal/source.js';
import { describe, isHostArray } from './internal/stack-elements.js';

export type SeriesWindowOptions = {
  /** Steps that the model sees, at least 1. */
  readonly length: number;
  /** Steps to predict. Default 1. */
  readonly horizon?: number;
  /** Steps between the last one that is seen and the first to predict. Default 0. */
  readonly gap?: number;
  /** Steps from the beginning of one window to that of the next. Default 1. */
  readonly stride?: number;
  /** The columns of y, by their index. Default: all. */
  readonly targets?: readonly number[];
};

/** x float32 [length, channels], y float32 [horizon, targets]. */
export type SeriesWindow = { readonly x: HostArray<'float32'>; readonly y: HostArray<'float32'> };

/**
 * A dataset of windows of a series: what was, and what comes then.
 *
 * Window i has x = series[i·stride … i·stride + length) and y = series[i·stride + length + gap … + horizon). Windows that
 * would reach beyond the end are left out.
 *
 * @param series float32 [time, channels] or [time], which has one channel
 * @returns elements can be reached in any order; x is a view, so do not change it
 * @throws ShapeError when the series has another shape
 * @throws ArgumentError when no window fits, a target is no column, or an option is not an integer in its range
 * @example
 * const series = hostArray(Float32Array.from({ length: 100 }, (_, t) => Math.sin(t / 5)));
 * const data = seriesWindows(series, { length: 24, horizon: 3 });
 * data.size; // 74
 * (await data.at(0)).y.shape; // [3, 1]
 * @see https://www.tensorflow.org/api_docs/python/tf/keras/utils/timeseries_dataset_from_array
 */
export function seriesWindows(series: HostArray<'float32'>, options: SeriesWindowOptions): DataPipeline<SeriesWindow> {
  const where = 'seriesWindows';
  const { length, horizon, gap, stride, targets } = resolveOptions(where, options, {
    length: undefined,
    horizon: 1,
    gap: 0,
    stride: 1,
    targets: undefined,
  });
  checkInteger(where, 'length', length, { min: 1 });
  checkInteger(where, 'horizon', horizon, { min: 1 });
  checkInteger(where, 'gap', gap, { min: 0 });
  checkInteger(where, 'stride', stride, { min: 1 });
  if (!isHostArray(series) || series.dtype !== 'float32' || series.shape.length < 1 || series.shape.length > 2) {
    throw new ShapeError({
      where,
      argument: 'series',
      expected: 'be float32 of shape [time] or [time, channels]',
      received: isHostArray(series) ? `${series.dtype} of shape [${series.shape.join(', ')}]` : describe(series),
    });
  }
  const [time, channels = 1] = series.shape as readonly [number, number?]; // one or two axes
  const columns = targets ?? Array.from({ length: channels }, (_, channel) => channel);
  for (const column of columns) checkInteger(where, 'targets', column, { min: 0, max: channels - 1 });
  const span = length + gap + horizon;
  if (time < span) {
    throw new ArgumentError({
      where,
      argument: 'series',
      expected: `have at least ${span} steps, as many as \`length\`, \`gap\` and \`horizon\` together`,
      received: String(time),
    });
  }
  const rows = (from: number, count: number): Float32Array<ArrayBuffer> =>
    series.data.subarray(from * channels, (from + count) * channels) as Float32Array<ArrayBuffer>; // float32, as checked
  const at = (index: number): SeriesWindow => {
    const from = index * stride;
    const x = hostArray(rows(from, length), [length, channels]);
    const next = rows(from + length + gap, horizon);
    if (targets === undefined) return { x, y: hostArray(next, [horizon, channels]) };
    const y = new Float32Array(horizon * columns.length);
    for (let i = 0; i < y.length; i++) {
      y[i] = next[Math.floor(i / columns.length) * channels + columns[i % columns.length]!]!;
    }
    return { x, y: hostArray(y, [horizon, columns.length]) };
  };
  const gather = (indices: Uint32Array | Float64Array): SeriesWindow => {
    const x = new Float32Array(indices.length * length * channels);
    const y = new Float32Array(indices.length * horizon * columns.length);
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i]! * stride;
      x.set(rows(from, length), i * length * channels);
      const next = (from + length + gap) * channels;
      for (let t = 0, to = i * horizon * columns.length; t < horizon; t++) {
        for (const column of columns) y[to++] = series.data[next + t * channels + column]!;
      }
    }
    return {
      x: hostArray(x, [indices.length, length, channels]),
      y: hostArray(y, [indices.length, horizon, columns.length]),
    };
  };
  const size = Math.floor((time - span) / stride) + 1;
  return new DataPipeline(randomAccess<SeriesWindow>({ size, randomStages: 0, at, gather }));
}
