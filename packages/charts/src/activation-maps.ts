import { checkInteger, checkNumber } from '@neurite/core/checks';
import type { Chart, ChartOptions } from './chart.js';
import { checkNumbers, checkShape, type Numbers, SMALLEST } from './internal/check.js';
import { legendColors, paint, sequential } from './internal/color-map.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { rangeOf } from './internal/ticks.js';
import { columnsFor, tileGrid } from './internal/tiles.js';

export type ActivationMapsOptions = ChartOptions & {
  /** [height, width, channels] of one sample. */
  readonly shape: readonly number[];
  /** The number of columns: an integer of at least 1. Default: the number that makes maps about 42 pixels wide. */
  readonly columns?: number;
};

/**
 * The activations of a layer for one sample, each channel as a small image: dark is low, bright is high, on one scale
 * for all. Values that are not finite are holes.
 *
 * @param values row by row, channels last
 * @throws ArgumentError for values that are not numbers, and options out of range
 * @throws ShapeError when the values do not fill the shape
 * @example
 * const chart = activationMaps(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), { shape: [2, 2, 2] });
 */
export function activationMaps(
  values: Numbers,
  { shape, title = 'Activation maps', width = 400, columns }: ActivationMapsOptions,
): Chart {
  const where = 'activationMaps';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  if (columns !== undefined) checkInteger(where, 'columns', columns, { min: 1 });
  checkNumbers(where, 'values', values);
  checkShape(where, { argument: 'values', length: values.length }, shape, ['height', 'width', 'channels']);
  const [rows, across, channels] = shape as [number, number, number]; // as checked

  const [low, high] = rangeOf(Array.from(values));
  const map = sequential();
  const maps = Array.from({ length: channels }, (_, channel) =>
    Float64Array.from({ length: rows * across }, (_, pixel) => values[pixel * channels + channel]!),
  );
  const tiles = maps.map((each, channel) => ({
    pixels: paint(each, { width: across, height: rows }, { map, low, high }),
    caption: [String(channel)],
  }));
  const grid = tileGrid(tiles, { width, columns: columns ?? columnsFor(width, 42), most: 120 });
  return frame({
    title,
    description: describe(maps, { rows, across, low, high }),
    width,
    height: grid.height,
    legend: [{ kind: 'scale', low: formatNumber(low), high: formatNumber(high), colors: legendColors(map) }],
    draw: grid.draw,
  });
}

function describe(
  maps: readonly Float64Array[],
  {
    rows,
    across,
    low,
    high,
  }: { readonly rows: number; readonly across: number; readonly low: number; readonly high: number },
): string {
  const count = formatCount(maps.length, 'channel');
  const strongest = maps
    .map((map, channel) => ({ channel, high: finite(map).reduce((most, value) => Math.max(most, value), -Infinity) }))
    .reduce((best, one) => (one.high > best.high ? one : best));
  const still = maps.filter((map) => finite(map).every((value) => value === 0)).length;
  const holes = maps.reduce((sum, map) => sum + map.length - finite(map).length, 0);
  return [
    `${count} of ${rows} × ${across}, values from ${formatNumber(low)} to ${formatNumber(high)}; the highest is in channel ${strongest.channel}.`,
    still === 0 ? '' : ` ${formatCount(still, 'channel is', 'channels are')} 0 everywhere.`,
    holes === 0 ? '' : ` ${formatCount(holes, 'value is', 'values are')} not finite and left open.`,
  ].join('');
}

function finite(map: Float64Array): Float64Array {
  return map.filter(Number.isFinite);
}
