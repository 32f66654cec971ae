import { checkNumber, describeValue } from '@neurite/core/checks';
import * as Plot from '@observablehq/plot';
import type { Chart, PlotOptions } from './chart.js';
import { xAxis, yAxis } from './internal/axes.js';
import { checkFinite, invalid, SMALLEST } from './internal/check.js';
import { plot } from './internal/draw.js';
import { formatCount, formatNumber } from './internal/format.js';
import { frame } from './internal/frame.js';
import { seriesStyle } from './internal/style.js';
import { linearTicks, logarithmicTicks, niceRange, rangeOf, type Ticks, tickCount } from './internal/ticks.js';
import { valueColors } from './internal/value-colors.js';

/** A point. */
export type ScatterPoint = {
  /** Finite; above 0 on a logarithmic axis; an index of `xLabels` where there are any. */
  readonly x: number;
  readonly y: number;
  /** What colors it instead of its series, e.g. which trial it was: finite. */
  readonly value?: number;
  /** What it is, for who points at it. */
  readonly name?: string;
};

export type ScatterPlotOptions = PlotOptions & {
  /** The label of the horizontal axis. Default `x`. */
  readonly axis?: string;
  /** The label of the vertical axis. Default `y`. */
  readonly quantity?: string;
  /** Which axes are logarithmic. Default `none`. */
  readonly logarithmic?: 'none' | 'x' | 'y' | 'both';
  /** Names for x = 0, 1, 2 …, where it has no numbers. Default: none. */
  readonly xLabels?: readonly string[];
  /** Series that are drawn as steps from point to point, such as the best so far or a front. Default: none. */
  readonly steps?: readonly string[];
  /** What the values of points are. Default `value`. */
  readonly valueName?: string;
};

type Series = { readonly name: string; readonly points: readonly ScatterPoint[] };

const WHERE = 'scatterPlot';

/**
 * Points by two numbers, of one or more series: results by number, by hyperparameter, or one objective by another.
 *
 * @param series points by the name of their series; a series that is drawn as steps in increasing order of x
 * @throws ArgumentError for no points, numbers that are not finite or not above 0 on a logarithmic axis, and options out of range
 * @example
 * const chart = scatterPlot(
 *   {
 *     trials: [{ x: 1, y: 0.91 }, { x: 2, y: 0.95 }, { x: 3, y: 0.93 }],
 *     'best so far': [{ x: 1, y: 0.91 }, { x: 2, y: 0.95 }, { x: 3, y: 0.95 }],
 *   },
 *   { axis: 'trial', quantity: 'accuracy', steps: ['best so far'] },
 * );
 */
export function scatterPlot(
  series: Readonly<Record<string, readonly ScatterPoint[]>>,
  {
    axis = 'x',
    quantity = 'y',
    logarithmic = 'none',
    xLabels = [],
    steps = [],
    valueName = 'value',
    title = `${quantity} by ${axis}`,
    width = 400,
    height = 250,
  }: ScatterPlotOptions = {},
): Chart {
  checkNumber(WHERE, 'width', width, { atLeast: SMALLEST });
  checkNumber(WHERE, 'height', height, { atLeast: SMALLEST });
  const byX = logarithmic === 'x' || logarithmic === 'both';
  const byY = logarithmic === 'y' || logarithmic === 'both';
  const all = Object.entries(series ?? {}).map(([name, points]): Series => ({ name, points }));
  const points = all.flatMap((one) => one.points);
  if (points.length === 0)
    throw invalid(WHERE, 'series', { expected: 'have at least 1 point', received: describeValue(series) });
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  checkAxis('x', xs, byX);
  checkAxis('y', ys, byY);
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length > 0) checkFinite(WHERE, 'value', values);
  const colors = values.length > 0 ? valueColors(values, valueName) : undefined;
  const xEnds = xLabels.length > 0 ? ([-0.5, xLabels.length - 0.5] as const) : roomy(...rangeOf(xs), byX);
  const yRange = rangeOf(ys);
  // Round ends leave room enough, also to points that lie on one: 0 and 1 are the ends of an accuracy.
  const yEnds = byY || yRange[0] === yRange[1] ? roomy(...yRange, byY) : niceRange(...yRange, 5);
  return frame({
    title,
    description: [
      `${formatCount(points.length, 'point')}, ${axis} ${formatRange(xs, xLabels)}, ${quantity} ${formatRange(ys)}.`,
      ...(all.length > 1 ? all.map(({ name, points }) => `${name}: ${points.length}.`) : []),
    ].join(' '),
    width,
    height,
    legend: [
      ...(all.length > 1
        ? all.map(({ name }, i) => ({
            kind: 'line' as const,
            label: name,
            ...seriesStyle(i),
            ...(steps.includes(name) ? { plain: true } : { dash: '0 99' }),
          }))
        : []),
      ...(colors === undefined ? [] : [colors.legend]),
    ],
    draw: (document, y0) => {
      const x = xAxis(ticksOf(xEnds, { isLog: byX, labels: xLabels, count: tickCount(width) }), named(axis, byX));
      const y = yAxis(ticksOf(yEnds, { isLog: byY, labels: [], count: byY ? 9 : 5 }), named(quantity, byY));
      return [
        plot(document, {
          y0,
          width,
          height,
          ...y.margins,
          ...x.margins,
          x: { domain: [...xEnds], type: byX ? 'log' : 'linear' },
          y: { domain: [...yEnds], type: byY ? 'log' : 'linear' },
          marks: [
            ...y.marks,
            ...x.marks,
            ...all.map((one, i) => drawSeries(one, { i, isSteps: steps.includes(one.name), colorOf: colors?.colorOf })),
          ],
        }),
      ];
    },
  });
}

function checkAxis(argument: 'x' | 'y', values: readonly number[], isLog: boolean): void {
  checkFinite(WHERE, argument, values);
  const wrong = isLog ? values.find((value) => value <= 0) : undefined;
  if (wrong === undefined) return;
  throw invalid(WHERE, argument, { expected: 'be above 0 on a logarithmic axis', received: formatNumber(wrong) });
}

/** A range with a little room at both ends, in which no point lies on the edge. */
function roomy(low: number, high: number, isLog: boolean): readonly [number, number] {
  if (low === high)
    return isLog ? [low / 2, high * 2] : [low - (Math.abs(low) || 1) / 10, high + (Math.abs(low) || 1) / 10];
  if (isLog) return [low / (high / low) ** 0.03, high * (high / low) ** 0.03];
  return [low - 0.03 * (high - low), high + 0.03 * (high - low)];
}

function ticksOf(
  [low, high]: readonly [number, number],
  { isLog, labels, count }: { readonly isLog: boolean; readonly labels: readonly string[]; readonly count: number },
): Ticks {
  if (labels.length > 0) return { values: labels.map((_, i) => i), format: (i) => labels[i] ?? '' };
  return isLog ? logarithmicTicks(low, high, count) : linearTicks(low, high, count);
}

function named(name: string, isLog: boolean): string {
  return isLog ? `${name}, logarithmic` : name;
}

function formatRange(values: readonly number[], labels: readonly string[] = []): string {
  if (labels.length > 0) return `of ${labels.length}`;
  return [...new Set(rangeOf(values))].map(formatNumber).join(' to ');
}

function drawSeries(
  { name, points }: Series,
  {
    i,
    isSteps,
    colorOf,
  }: { readonly i: number; readonly isSteps: boolean; readonly colorOf: ((value: number) => string) | undefined },
): Plot.Markish {
  const { color, dash, symbol } = seriesStyle(i);
  const place = { x: 'x', y: 'y' } as const;
  if (isSteps) {
    return Plot.line(points, { ...place, stroke: color, strokeWidth: 2, strokeDasharray: dash, curve: 'step-after' });
  }
  const fill =
    colorOf === undefined ? color : ({ value }: ScatterPoint) => (value === undefined ? 'none' : colorOf(value));
  return Plot.dot(points, {
    ...place,
    fill,
    stroke: 'currentColor',
    strokeOpacity: 0.35,
    strokeWidth: 0.75,
    symbol,
    r: 3.5,
    title: (point: ScatterPoint) => `${point.name ?? name}, ${formatNumber(point.x)}: ${formatNumber(point.y)}`,
  });
}
