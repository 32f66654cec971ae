import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { type Axis, xAxis, yAxis } from './internal/axes.js';
import { checkFinite, checkLength, checkNumbers, invalid, type Numbers, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatNumber, formatPercent } from './internal/format.js';
import { frame } from './internal/frame.js';
import type { LegendItem } from './internal/legend.js';
import { palette } from './internal/style.js';
import { linearTicks, niceRange, rangeOf, tickCount } from './internal/ticks.js';

/** The interval that holds the actual value with a given probability, at each time. */
export type ForecastBand = {
  /** The probability: above 0 and below 1. */
  readonly level: number;
  readonly lower: Numbers;
  readonly upper: Numbers;
};

/** A series as columns of the same length. NaN marks missing values: a past without forecast, a future without actual values. */
export type Forecast = {
  /** Increasing: numbers, or dates (drawn in UTC). */
  readonly time: Numbers | readonly Date[];
  /** The expected values. */
  readonly forecast: Numbers;
  /** The observed values. Default: unknown. */
  readonly actual?: Numbers;
  /** Default: none. */
  readonly bands?: readonly ForecastBand[];
};

export type ForecastBandsOptions = PlotOptions & {
  /** The label of the vertical axis. Default `value`. */
  readonly quantity?: string;
  /** The label of the horizontal axis. Default `time`. */
  readonly axis?: string;
};

const forecastStyle = { color: palette[1], dash: '7 4', symbol: 'circle', plain: true } as const;
const actualStyle = { color: 'currentColor', dash: 'none', symbol: 'circle', plain: true } as const;

/**
 * A forecast with its prediction intervals, and the actual values. Values that are not finite are gaps.
 *
 * The description gives the share of actual values within each band, next to its probability.
 *
 * @throws ArgumentError for an empty or decreasing time, columns that are not numbers, a lower bound above the upper
 *   one, and options out of range
 * @throws ShapeError for columns of different lengths
 * @example
 * const chart = forecastBands({
 *   time: [1, 2, 3, 4],
 *   actual: [10, 11, 12, NaN],
 *   forecast: [NaN, 11, 11.5, 12],
 *   bands: [{ level: 0.9, lower: [NaN, 10, 10, 10], upper: [NaN, 12, 13, 14] }],
 * });
 */
export function forecastBands(
  { time, forecast, actual, bands = [] }: Forecast,
  { quantity = 'value', axis = 'time', title = 'Forecast', width = 400, height = 250 }: ForecastBandsOptions = {},
): Chart {
  const where = 'forecastBands';
  checkNumber(where, 'width', width, { atLeast: SMALLEST });
  checkNumber(where, 'height', height, { atLeast: SMALLEST });
  const times = timesOf(time);
  const column = (argument: string, values: Numbers): number[] => {
    checkNumbers(where, argument, values);
    checkLength(where, argument, values, { length: times.length, as: 'time' });
    return Array.from(values, (value) => (Number.isFinite(value) ? value : NaN));
  };
  const expected = column('forecast', forecast);
  const came = actual === undefined ? times.map(() => NaN) : column('actual', actual);
  const ranges = bands
    .map(({ level, lower, upper }, i) => {
      checkLevel(level, `bands[${i}].level`);
      const band = { level, lower: column(`bands[${i}].lower`, lower), upper: column(`bands[${i}].upper`, upper) };
      checkOrder(band, `bands[${i}].lower`);
      return band;
    })
    .sort((a, b) => b.level - a.level);

  const dates = time[0] instanceof Date;
  const all = [...expected, ...came, ...ranges.flatMap(({ lower, upper }) => [...lower, ...upper])];
  const [low, high] = niceRange(...rangeOf(all), 5);
  const points = times.map((t, i) => ({ t: dates ? new Date(t) : t, expected: expected[i]!, came: came[i]! }));
  return frame({
    title,
    description: describe(points, ranges, { quantity, axis }),
    width,
    height,
    legend: legendOf(ranges, actual !== undefined),
    draw: (document, top) => {
      const y = yAxis(linearTicks(low, high, 5), quantity);
      const x = dates
        ? dateAxis(axis, Math.min(times.length, tickCount(width)))
        : xAxis(linearTicks(times[0]!, times.at(-1)!, tickCount(width), times.every(Number.isInteger)), axis);
      return [
        plot(document, {
          y0: top,
          width,
          height,
          ...y.margins,
          ...x.margins,
          x: dates ? { type: 'utc' } : { domain: [times[0]!, times.at(-1)!] },
          y: { domain: [low, high] },
          marks: [
            ...y.marks,
            ...ranges.flatMap((band) => drawBand(points, band)),
            ...x.marks,
            ...drawLine(points, 'expected', forecastStyle),
            ...drawLine(points, 'came', actualStyle),
          ],
        }),
      ];
    },
  });
}

type Point = { readonly t: Date | number; readonly expected: number; readonly came: number };
type Band = { readonly level: number; readonly lower: readonly number[]; readonly upper: readonly number[] };

function timesOf(time: Numbers | readonly Date[]): number[] {
  const times = Array.from(time ?? [], Number);
  checkFinite('forecastBands', 'time', times);
  const back = times.findIndex((t, i) => i > 0 && t <= times[i - 1]!);
  if (back >= 0) {
    throw invalid('forecastBands', 'time', {
      expected: 'increase',
      received: `${times[back]} after ${times[back - 1]}`,
    });
  }
  return times;
}

function checkLevel(level: number, argument: string): void {
  if (!(level > 0 && level < 1)) {
    throw invalid('forecastBands', argument, { expected: 'be above 0 and below 1', received: describeValue(level) });
  }
}

function checkOrder({ lower, upper }: Band, argument: string): void {
  const crossed = lower.findIndex((low, i) => low > upper[i]!);
  if (crossed >= 0) {
    throw invalid('forecastBands', argument, {
      expected: 'be at most the upper bound',
      received: `${lower[crossed]} above ${upper[crossed]} at ${crossed}`,
    });
  }
}

/** The opacity of each band; narrow bands lie over wider ones, so they look darker. */
const bandOpacity = 0.17;

function drawBand(points: readonly Point[], { lower, upper }: Band): Plot.Markish[] {
  const t = points.map((point) => point.t);
  const edge = { x: t, stroke: palette[0], strokeOpacity: 0.8, strokeWidth: 1 };
  return [
    Plot.areaY(points, { x: t, y1: lower, y2: upper, fill: palette[0], fillOpacity: bandOpacity }),
    Plot.line(points, { ...edge, y: lower }),
    Plot.line(points, { ...edge, y: upper }),
  ];
}

/** A line, and a dot where a point has no neighbors. */
function drawLine(
  points: readonly Point[],
  y: 'expected' | 'came',
  { color, dash }: { readonly color: string; readonly dash: string },
): Plot.Markish[] {
  const known = (i: number) => points[i] !== undefined && !Number.isNaN(points[i][y]);
  const alone = points.filter((_, i) => known(i) && !known(i - 1) && !known(i + 1));
  return [
    Plot.line(points, { x: 't', y, stroke: color, strokeDasharray: dash, strokeWidth: 2 }),
    Plot.dot(alone, { x: 't', y, fill: color, r: 3 }),
  ];
}

function dateAxis(label: string, count: number): Axis<'marginBottom' | 'marginRight'> {
  const { margins } = xAxis({ values: [], format: String }, label);
  return {
    marks: [
      Plot.axisX({ label: null, tickSize: 4, ticks: count }),
      Plot.text([`${label} →`], { frameAnchor: 'bottom-right', dy: 50 }),
    ],
    margins: { ...margins, marginBottom: 56, marginRight: 24 },
  };
}

function legendOf(bands: readonly Band[], known: boolean): LegendItem[] {
  return [
    { kind: 'line', label: 'forecast', ...forecastStyle },
    ...(known ? [{ kind: 'line', label: 'actual', ...actualStyle } as const] : []),
    ...bands.map(
      ({ level }, i) =>
        ({
          kind: 'area',
          label: formatPercent(level),
          color: palette[0],
          opacity: 1 - (1 - bandOpacity) ** (i + 1),
        }) as const,
    ),
  ];
}

function describe(
  points: readonly Point[],
  bands: readonly Band[],
  { quantity, axis }: { readonly quantity: string; readonly axis: string },
): string {
  const last = points.findLastIndex(({ expected }) => !Number.isNaN(expected));
  if (last < 0) return `${quantity}: no finite forecast.`;
  const { t, expected } = points[last]!;
  const when = t instanceof Date ? t.toISOString().slice(0, t.getTime() % 86_400_000 === 0 ? 10 : 16) : formatNumber(t);
  const held = bands.map(({ level, lower, upper }) => {
    const known = points.flatMap(({ came }, i) =>
      Number.isNaN(came) || Number.isNaN(lower[i]) || Number.isNaN(upper[i])
        ? []
        : [came >= lower[i]! && came <= upper[i]!],
    );
    const range = `the ${formatPercent(level)} band there from ${formatNumber(lower[last]!)} to ${formatNumber(upper[last]!)}`;
    if (known.length === 0) return `${range}.`;
    return `${range}; it held ${formatPercent(known.filter(Boolean).length / known.length)} of ${known.length} actual values.`;
  });
  const [widest, ...others] = held.map((text) => text.charAt(0).toUpperCase() + text.slice(1));
  return [`The forecast of ${quantity} ends with ${formatNumber(expected)} at ${axis} ${when}.`, widest, ...others]
    .filter((text) => text !== undefined)
    .join(' ');
}
