import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { seriesStyle, textWidth } from './internal/style.js';
import { linearTicks, logarithmicTicks, niceRange, rangeOf, type Ticks, tickCount } from './internal/ticks.js';

/** A measured value with its interval, at a place on the horizontal axis. */
export type IntervalPoint = {
  /** A finite number. */
  readonly x: number;
  readonly mean: number;
  /** At most the mean. Without a finite bound there is no interval. */
  readonly lower: number;
  /** At least the mean. */
  readonly upper: number;
};

export type IntervalCurvesOptions = PlotOptions & {
  /** The label of the vertical axis. Default `value`. */
  readonly quantity?: string;
  /** The label of the horizontal axis. Default `x`. */
  readonly axis?: string;
  /** Which axes are logarithmic. Default `none`. */
  readonly logarithmic?: 'none' | 'x' | 'y' | 'both';
};

/**
 * Measured values with their intervals, such as accuracy over the number of samples: a line for each series, a bar for each
 * interval.
 *
 * @param series points by the name of their series, each in increasing order of x
 * @throws ArgumentError for no series, a series without points, a place that is not finite or not above 0 on a logarithmic
 *   axis, bounds on the wrong side of the mean, and options out of range
 * @example
 * const chart = intervalCurves(
 *   {
 *     network: [{ x: 50, mean: 0.6, lower: 0.5, upper: 0.7 }, { x: 500, mean: 0.9, lower: 0.88, upper: 0.92 }],
 *     forest: [{ x: 50, mean: 0.7, lower: 0.65, upper: 0.75 }, { x: 500, mean: 0.85, lower: 0.83, upper: 0.87 }],
 *   },
 *   { quantity: 'accuracy', axis: 'samples', logarithmic: 'x' },
 * );
 */
export function intervalCurves(
  series: Readonly<Record<string, readonly IntervalPoint[]>>,
  {
    quantity = 'value',
    axis = 'x',
    logarithmic = 'none',
    title = `${quantity} with intervals`,
    width = 400,
    height = 250,
  }: IntervalCurvesOptions = {},
): Chart {
  checkNumber(WHERE, 'width', width, { atLeast: SMALLEST });
  checkNumber(WHERE, 'height', height, { atLeast: SMALLEST });
  const byX = logarithmic === 'x' || logarithmic === 'both';
  const byY = logarithmic === 'y' || logarithmic === 'both';
  const all = Object.entries(series ?? {});
  if (all.length === 0)
    throw invalid(WHERE, 'series', { expected: 'have at least 1', received: describeValue(series) });
  for (const [name, points] of all) checkPoints(name, points, { byX, byY });
  const points = all.flatMap(([, own]) => own);
  const places = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const ends = rangeOf(places);
  // A bound of 0 or less has no place on a logarithmic axis.
  const bounds = points.flatMap(({ mean, lower, upper }) =>
    [mean, lower, upper].filter((y) => Number.isFinite(y) && (!byY || y > 0)),
  );
  const [low, high] = byY ? rangeOf(bounds) : niceRange(...rangeOf(bounds), 5);
  return frame({
    title,
    description: [
      `${quantity.charAt(0).toUpperCase()}${quantity.slice(1)}, ${axis} ${[...new Set(ends)].map(formatNumber).join(' to ')}.`,
      ...all.map(([name, own]) => describe(name, own)),
    ].join(' '),
    width,
    height,
    legend: all.map(([label], i) => ({ kind: 'line', label, ...seriesStyle(i) })),
    draw: (document, y0) => {
      const y = yAxis(
        byY ? logarithmicTicks(low, high) : linearTicks(low, high, 5),
        byY ? `${quantity}, logarithmic` : quantity,
      );
      const inside = width - y.margins.marginLeft - 24;
      const x = xAxis(
        byX ? ticksAt(places, inside) : linearTicks(...ends, tickCount(width)),
        byX ? `${axis}, logarithmic` : axis,
      );
      return [
        plot(document, {
          y0,
          width,
          height,
          ...y.margins,
          ...x.margins,
          x: { domain: ends, type: byX ? 'log' : 'linear' },
          y: { domain: [low, high], type: byY ? 'log' : 'linear' },
          marks: [...y.marks, ...x.marks, ...all.flatMap(([name, own], i) => drawSeries(name, own, { i, low }))],
        }),
      ];
    },
  });
}

const WHERE = 'intervalCurves';

function checkPoints(
  name: string,
  points: readonly IntervalPoint[],
  { byX, byY }: { readonly byX: boolean; readonly byY: boolean },
): void {
  const argument = `series['${name}']`;
  if (!Array.isArray(points) || points.length === 0) {
    throw invalid(WHERE, argument, { expected: 'have at least 1 point', received: describeValue(points) });
  }
  checkFinite(
    WHERE,
    `${argument}: x`,
    points.map(({ x }) => x),
  );
  checkFinite(
    WHERE,
    `${argument}: mean`,
    points.map(({ mean }) => mean),
  );
  for (const { x, mean, lower, upper } of points as readonly IntervalPoint[]) {
    if (byX && x <= 0)
      throw invalid(WHERE, `${argument}: x`, {
        expected: 'be above 0 on a logarithmic axis',
        received: formatNumber(x),
      });
    if (byY && mean <= 0) {
      throw invalid(WHERE, `${argument}: mean`, {
        expected: 'be above 0 on a logarithmic axis',
        received: formatNumber(mean),
      });
    }
    if (lower > mean || upper < mean) {
      const received = `${formatNumber(lower)} to ${formatNumber(upper)} around ${formatNumber(mean)}`;
      throw invalid(WHERE, argument, { expected: 'have bounds on both sides of the mean', received });
    }
  }
}

/** The places that were measured, as far as their labels have room; otherwise round numbers. */
function ticksAt(places: readonly number[], width: number): Ticks {
  const [low, high] = rangeOf(places);
  if (low === high) return { values: [low], format: formatNumber };
  const at = (x: number) => (Math.log(x / low) / Math.log(high / low)) * width;
  const values: number[] = [];
  // From the right: the end says how many there are in all.
  for (const x of places.toReversed()) {
    const next = values[0];
    const room = next === undefined ? Number.POSITIVE_INFINITY : at(next) - at(x);
    if (next === undefined || room > (textWidth(formatNumber(x)) + textWidth(formatNumber(next))) / 2 + 8)
      values.unshift(x);
  }
  return places.length > 12 ? logarithmicTicks(low, high) : { values, format: formatNumber };
}

/** A line with symbols, and the bars of its intervals, which end where the axis does. */
function drawSeries(
  name: string,
  points: readonly IntervalPoint[],
  { i, low }: { readonly i: number; readonly low: number },
): Plot.Markish[] {
  const { color, dash, symbol } = seriesStyle(i);
  const bars = points.filter(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper));
  return [
    Plot.ruleX(bars, {
      x: 'x',
      y1: ({ lower }: IntervalPoint) => Math.max(lower, low),
      y2: 'upper',
      stroke: color,
      strokeWidth: 1.5,
      strokeOpacity: 0.6,
    }),
    Plot.line(points, { x: 'x', y: 'mean', stroke: color, strokeWidth: 2, strokeDasharray: dash }),
    Plot.dot(points, {
      x: 'x',
      y: 'mean',
      fill: color,
      symbol,
      r: 3.5,
      title: ({ x, mean, lower, upper }: IntervalPoint) =>
        `${name}, ${formatNumber(x)}: ${formatNumber(mean)} (${formatNumber(lower)} to ${formatNumber(upper)})`,
    }),
  ];
}

/** The first and the last value, with the interval of the last. */
function describe(name: string, points: readonly IntervalPoint[]): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const interval = Number.isFinite(last.lower) && Number.isFinite(last.upper);
  const bounds = interval ? ` (${formatNumber(last.lower)} to ${formatNumber(last.upper)})` : '';
  const from = points.length === 1 ? '' : `from ${formatNumber(first.mean)} to `;
  return `${name}: ${from}${formatNumber(last.mean)}${bounds}.`;
}
