import { checkNumber } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, ChartOptions } from './chart.js';
import { checkLength, checkMatrix, type Numbers, SMALLEST } from './internal/check.js';
import { legendColors, paint, sequential } from './internal/color-map.js';
import { element, plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { labelAxes } from './internal/label-axes.js';
import { pngUrl } from './internal/pixels.js';
import { rangeOf } from './internal/ticks.js';

export type AttentionMapOptions = ChartOptions & {
  /** The names of the rows, e.g. the words of the output. Default: 0, 1, 2, … */
  readonly queries?: readonly string[];
  /** The names of the columns, e.g. the words of the input. Default: 0, 1, 2, … */
  readonly keys?: readonly string[];
};

/** Up to this number of rows, the description lists the key that each attends to most. */
const listed = 12;

/**
 * How much each query attends to each key: dark is little, bright is much. Weights that are not finite are holes.
 *
 * @param weights [queries][keys], one head of one sample
 * @throws ArgumentError for weights that are not numbers, and options out of range
 * @throws ShapeError for rows of different lengths, and for more or fewer names than rows or columns
 * @example
 * const chart = attentionMap([[0.9, 0.1], [0.2, 0.8]], { queries: ['die', 'Katze'], keys: ['the', 'cat'] });
 */
export function attentionMap(
  weights: readonly Numbers[],
  {
    queries = weights?.map?.((_, i) => String(i)),
    keys = Array.from(weights?.[0] ?? [], (_, i) => String(i)),
    title = 'Attention',
    width = 400,
  }: AttentionMapOptions = {},
): Chart {
  const where = 'attentionMap';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkMatrix(where, 'weights', weights);
  checkLength(where, 'queries', queries, { length: weights.length, as: 'weights has rows' });
  checkLength(where, 'keys', keys, { length: weights[0]!.length, as: 'weights has columns' });
  const values = weights.flatMap((row) => Array.from(row));
  const [low, high] = rangeOf(values);
  const map = sequential();
  const url = pngUrl(paint(values, { width: keys.length, height: queries.length }, { map, low, high }));

  const axes = labelAxes({ rows: queries, columns: keys, width, rowName: 'query', columnName: 'key' });
  const tall = Math.min(2 * axes.inner, Math.max((axes.inner * queries.length) / keys.length, queries.length * 3, 24));
  const height = axes.marginTop + tall + 4;
  return frame({
    title,
    description: describe(values, { queries, keys, low, high }),
    width,
    height,
    legend: [{ kind: 'scale', low: formatNumber(low), high: formatNumber(high), colors: legendColors(map) }],
    draw: (document, top) => [
      element(document, 'image', {
        x: axes.marginLeft,
        y: top + axes.marginTop,
        width: axes.inner,
        height: tall,
        href: url,
        preserveAspectRatio: 'none',
        'image-rendering': 'pixelated',
      }),
      plot(document, {
        y0: top,
        width,
        height,
        ...axes.options,
        marks: [Plot.frame({ strokeOpacity: 0.35 }), ...axes.marks],
      }),
    ],
  });
}

function describe(
  values: readonly number[],
  {
    queries,
    keys,
    low,
    high,
  }: {
    readonly queries: readonly string[];
    readonly keys: readonly string[];
    readonly low: number;
    readonly high: number;
  },
): string {
  const size = `${formatCount(queries.length, 'query', 'queries')} over ${formatCount(keys.length, 'key')}`;
  const range = `${size}, weights from ${formatNumber(low)} to ${formatNumber(high)}.`;
  const holes = values.filter((value) => !Number.isFinite(value)).length;
  const open = holes === 0 ? '' : ` ${formatCount(holes, 'weight is', 'weights are')} not finite and left open.`;
  if (queries.length > listed) return `${range}${open}`;
  const strongest = queries.flatMap((query, i) => {
    const row = values.slice(i * keys.length, (i + 1) * keys.length);
    const best = row.reduce(
      (at, value, key) => (value > (row[at] ?? -Infinity) || Number.isNaN(row[at]) ? key : at),
      0,
    );
    return Number.isFinite(row[best]) ? [`${query} to ${keys[best]} (${formatNumber(row[best]!)})`] : [];
  });
  return strongest.length === 0 ? `${range}${open}` : `${range} Most: ${strongest.join(', ')}.${open}`;
}
