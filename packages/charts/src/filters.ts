import { checkInteger, checkNumber } from '@neurite/core/checks';
import type { Chart, ChartOptions } from './chart.js';
import { checkNumbers, checkShape, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { diverging, legendColors, paint } from './internal/color-map.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { rangeOf } from './internal/ticks.js';
import { columnsFor, tileGrid } from './internal/tiles.js';

export type FiltersOptions = ChartOptions & {
  /** [height, width, input channels, filters], as the kernel of a convolution. */
  readonly shape: readonly number[];
  /** Only this input channel: an integer of at least 0. Default: all. */
  readonly channel?: number;
  /** The number of columns: an integer of at least 1. Default: the number that makes filters about 42 pixels wide. */
  readonly columns?: number;
};

/** The largest number of filters that is still readable. */
const most = 512;

/**
 * The filters of a convolution as small images, on one scale for all: violet is negative, white 0, orange positive.
 * Weights that are not finite are holes.
 *
 * @param kernel row by row, filters last
 * @throws ArgumentError for an empty kernel, for more than 512 images, and for options out of range
 * @throws ShapeError when the kernel does not fill the shape
 * @example
 * const sobel = [1, 0, -1, 2, 0, -2, 1, 0, -1];
 * const chart = filters(sobel, { shape: [3, 3, 1, 1] });
 */
export function filters(
  kernel: Numbers,
  { shape, channel, title = 'Filters', width = 400, columns }: FiltersOptions,
): Chart {
  const where = 'filters';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  if (columns !== undefined) checkInteger(where, 'columns', columns, { min: 1 });
  checkNumbers(where, 'kernel', kernel);
  checkShape(where, { argument: 'kernel', length: kernel.length }, shape, ['height', 'width', 'channels', 'filters']);
  const [rows, across, inputs, outputs] = shape as [number, number, number, number]; // as checked
  if (channel !== undefined) checkInteger(where, 'channel', channel, { min: 0, max: inputs - 1 });
  const channels = channel === undefined ? Array.from({ length: inputs }, (_, i) => i) : [channel];
  if (channels.length * outputs > most) {
    throw invalid(where, 'kernel', {
      expected: `have at most ${most} images`,
      received: `${channels.length} channels of ${outputs} filters`,
      advice: 'Choose one with `channel`',
    });
  }

  const shown = channels.flatMap((input) =>
    Array.from({ length: outputs }, (_, output) => ({
      name: channels.length === 1 ? String(output) : `${input}→${output}`,
      values: Float64Array.from(
        { length: rows * across },
        (_, pixel) => kernel[(pixel * inputs + input) * outputs + output]!,
      ),
    })),
  );
  const [lowest, highest] = rangeOf(shown.flatMap(({ values }) => Array.from(values)));
  const high = Math.max(Math.abs(lowest), Math.abs(highest));
  const map = diverging();
  const tiles = shown.map(({ name, values }) => ({
    pixels: paint(values, { width: across, height: rows }, { map, low: -high, high }),
    caption: [name],
  }));
  const grid = tileGrid(tiles, { width, columns: columns ?? columnsFor(width, 42), most: 88 });
  const holes = shown.reduce((sum, { values }) => sum + values.filter((value) => !Number.isFinite(value)).length, 0);
  return frame({
    title,
    description: [
      `${formatCount(outputs, 'filter')} of ${rows} × ${across} over `,
      channel === undefined ? formatCount(inputs, 'input channel') : `input channel ${channel} of ${inputs}`,
      `; weights from ${formatNumber(lowest)} to ${formatNumber(highest)}.`,
      holes === 0 ? '' : ` ${formatCount(holes, 'weight is', 'weights are')} not finite and left open.`,
    ].join(''),
    width,
    height: grid.height,
    legend: [{ kind: 'scale', low: formatNumber(-high), high: formatNumber(high), colors: legendColors(map, 25) }],
    draw: grid.draw,
  });
}
